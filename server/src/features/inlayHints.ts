/** Inlay hints: what Sysmon takes for granted, or what a number stands for, beside the text that does not say it. */
import type { InlayHint, Range } from 'vscode-languageserver-types';
import { setAttribute } from '../checks/fix.ts';
import type { ParsedDocument } from '../documents.ts';
import { blockRelation, ruleRelation } from '../loader/index.ts';
import { linesOf } from '../lines.ts';
import type { Condition, EventBlock, Rule } from '../model/index.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { Flag, NONE, type Attribute, type Node } from '../syntax/index.ts';
import { termsOf } from './blocks.ts';
import { takesList } from './conditions.ts';
import { ACCESS_FIELD, decodeMask, describeMask } from './describe/access.ts';
import { plain } from './describe/markdown.ts';
import { sayCase } from './describe/say.ts';
import { describeTechnique, fullName } from './describe/technique.ts';
import { lookup, phrase, type Lookup } from './lookup.ts';
import { techniquesIn } from './names.ts';
import { nodesIn, placedNodes, rangeOf } from './nodes.ts';

/** Which hints are shown. */
export interface HintSettings {
  /** The ids of an event behind its tag. */
  readonly eventIds: boolean;
  /** The condition of a field that names none. */
  readonly conditions: boolean;
  /** How conditions join where the file does not say. */
  readonly relations: boolean;
  /** The rights in an access mask. */
  readonly accessMasks: boolean;
  /** The name of a technique behind its id in a rule name. */
  readonly techniques: boolean;
}

/** More than a person looks at; an editor asks for what is seen. */
const MOST_HINTS = 5000;
/** More rights of a mask than this are counted. */
const SHOWN_RIGHTS = 3;

/** The hints for the part of a document that a range touches. */
export function inlayHints(
  parsed: ParsedDocument,
  range: Range,
  knowledge: Knowledge,
  settings: HintSettings,
): InlayHint[] {
  if (!parsed.isSysmon) return [];
  const { tree, document } = parsed;
  const hints = new Hints(parsed, lookup(knowledge), settings);
  const placed = placedNodes(parsed);
  const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) + 1 };
  for (const node of nodesIn(tree, span)) {
    const item = placed[node];
    // What a tag without an end says is a guess, and nothing can be written into it.
    if (!item || !tree.has(node, Flag.startTagClosed)) continue;
    if (item.kind === 'block') hints.block(item.block);
    else if (item.kind === 'rule') hints.rule(item);
    else if (item.kind === 'condition') hints.condition(item);
    else if (item.kind === 'group') hints.name(tree.attribute(node, 'name'));
    if (hints.found.length >= MOST_HINTS) break;
  }
  return hints.found.slice(0, MOST_HINTS);
}

class Hints {
  readonly found: InlayHint[] = [];

  constructor(
    private readonly parsed: ParsedDocument,
    private readonly known: Lookup,
    private readonly settings: HintSettings,
  ) {}

  block(block: EventBlock): void {
    const { known } = this;
    const { tree, schemas, declared } = this.parsed;
    const tag = schemas.newest.tags.get(block.tag) ?? schemas.known.newest.tags.get(block.tag);
    if (this.settings.eventIds && tag) {
      const ids = tag.events.map(event => event.id);
      const label =
        ids.length === 1
          ? phrase(known, 'hint.event', { id: ids[0]! })
          : phrase(known, 'hint.events', { ids: ids.join(', ') });
      const titles = ids.flatMap(id => {
        const title = known.events.get(id)?.title;
        return title === undefined ? [] : [`${id} ${plain(title)}`];
      });
      const several = ids.length > 1 ? [sayCase(known, 'events', 'position')] : [];
      this.add(tree.nameEnd(block.node), label, [...titles, ...several].join('\n\n'));
    }
    if (!this.settings.relations || block.group) return;
    const { conditions, rules } = termsOf(block);
    if (conditions + rules < 2) return;
    const relation = blockRelation(tree, declared, null);
    this.add(
      this.behindAttributes(block.node),
      relation,
      sayCase(known, '@groupRelation', `block.noGroup.${relation}`),
    );
  }

  rule(rule: Rule): void {
    const { tree } = this.parsed;
    this.name(tree.attribute(rule.node, 'name'));
    if (!this.settings.relations || rule.conditions.length < 2) return;
    if (tree.attribute(rule.node, 'groupRelation') !== NONE) return;
    const relation = ruleRelation(tree, rule);
    this.written(rule.node, 'groupRelation', relation, sayCase(this.known, '@groupRelation', 'Rule.none'));
  }

  condition({ node, condition, name, field }: Condition): void {
    const { tree, schemas } = this.parsed;
    this.name(name);
    if (this.settings.conditions && (condition === NONE || tree.attributeValue(condition) === '')) {
      const { defaultCondition } = schemas.newest.manifest;
      this.written(node, 'condition', defaultCondition, sayCase(this.known, '@condition', 'missing'));
    }
    if (this.settings.accessMasks && field === ACCESS_FIELD) this.masks(node, condition);
  }

  /** The names of the techniques whose ids stand in a name that does not say them. */
  name(attribute: Attribute): void {
    const { tree, text } = this.parsed;
    if (!this.settings.techniques || attribute === NONE || tree.valueStart(attribute) === NONE) return;
    const from = tree.valueStart(attribute);
    const raw = text.slice(from, tree.valueEnd(attribute));
    const places = techniquesIn(this.known, raw, from);
    if (places.length === 0) return;
    const said = tree.attributeValue(attribute).toLowerCase();
    for (const { technique, start, end } of places) {
      if (said.includes(technique.name.toLowerCase())) continue;
      const name = fullName(this.known, technique);
      const isCurrent = text.slice(start, end).toUpperCase() === technique.id;
      const label = isCurrent ? name : phrase(this.known, 'hint.retired', { id: technique.id, name });
      this.add(end, label, describeTechnique(this.known, technique.id));
    }
  }

  private masks(node: Node, condition: Attribute): void {
    const { tree, text, schemas } = this.parsed;
    // With something between its pieces, a value is not what stands there.
    if (tree.firstChild(node) !== NONE) return;
    const name =
      condition === NONE ? schemas.newest.manifest.defaultCondition : tree.attributeValue(condition);
    let at = tree.startTagEnd(node);
    const value = text.slice(at, tree.contentEnd(node));
    for (const item of takesList(name) ? value.split(';') : [value]) {
      const end = at + item.length;
      const label = this.rightsOf(item);
      if (label !== null) this.add(end, label, describeMask(this.known, item) ?? '');
      at = end + 1;
    }
  }

  private rightsOf(text: string): string | null {
    const mask = decodeMask(this.known, text);
    if (!mask) return null;
    const whole = this.known.knowledge.accessCombinations.find(({ value }) => value === mask.written)?.name;
    if (whole) return whole;
    const all = [...mask.rights.map(right => right.name), ...(mask.unknown === null ? [] : [mask.unknown])];
    const shown = all.slice(0, SHOWN_RIGHTS).join(' | ');
    const more = all.length - SHOWN_RIGHTS;
    return shown === ''
      ? null
      : more > 0
        ? phrase(this.known, 'hint.rights.more', { shown, n: more })
        : shown;
  }

  /** A value that an attribute has where it is left out or empty; accepting the hint writes it. */
  private written(node: Node, name: string, value: string, tooltip: string): void {
    const { tree } = this.parsed;
    const edit = setAttribute(tree, node, name, value);
    const range = rangeOf(this.parsed, edit);
    const attribute = tree.attribute(node, name);
    const at = attribute === NONE ? edit.start : tree.attributeEnd(attribute);
    this.add(at, value, tooltip, [{ range, newText: edit.text }]);
  }

  private behindAttributes(node: Node): number {
    const { tree } = this.parsed;
    const last = tree.attributesEnd(node) - 1;
    return last >= tree.firstAttribute(node) ? tree.attributeEnd(last) : tree.nameEnd(node);
  }

  private add(at: number, label: string, markdown: string, textEdits?: InlayHint['textEdits']): void {
    this.found.push({
      position: linesOf(this.parsed).positionAt(at),
      label,
      paddingLeft: true,
      ...(markdown !== '' && { tooltip: { kind: 'markdown', value: markdown } }),
      ...(textEdits && { textEdits }),
    });
  }
}
