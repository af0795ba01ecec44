/**
 * How Sysmon's open-source loader compiles event blocks: event by event, and within an event in file
 * order. A block that does not fit is dropped without a word, sometimes with all later ones of its event.
 */
import type { Condition, Configuration, EventBlock, Rule } from '../model/index.ts';
import type { DeclaredSchema, SchemaContext } from '../schema/context.ts';
import type { EventTag } from '../schema/schema.ts';
import type { EventDefinition } from '../schema/types.ts';
import { NONE, type Attribute, type Node, type SyntaxTree } from '../syntax/index.ts';
import type { LoaderCode, ProblemData, Report } from './problems.ts';
import { blockRelation, ruleRelation, type OnMatch, type Relation } from './relations.ts';
import { oncePer } from '../once.ts';

export interface LoadedRule {
  /** From 1, counting only Rules that hold conditions. */
  readonly number: number;
  readonly relation: Relation;
  readonly source: Rule;
}

export interface LoadedCondition {
  readonly field: string;
  /** In lower case. */
  readonly condition: string;
  /** The name that a match gives the event: the field's own, else the Rule's, else the RuleGroup's. */
  readonly name: string | null;
  readonly rule: LoadedRule | null;
  readonly source: Condition;
}

/** An event block as Sysmon compiles it. */
export interface LoadedBlock {
  /** The first id of its tag that has all fields of the block. */
  readonly eventId: number;
  readonly event: string;
  readonly onmatch: OnMatch;
  readonly relation: Relation;
  readonly conditions: readonly LoadedCondition[];
  readonly source: EventBlock;
}

/** An event block that Sysmon does not load. */
export interface DroppedBlock {
  readonly block: EventBlock;
  readonly code: LoaderCode;
  /** The field that does not fit, null where the reason is another. */
  readonly field: string | null;
}

export interface LoadedBlocks {
  readonly loaded: readonly LoadedBlock[];
  readonly dropped: readonly DroppedBlock[];
}

/** A rule name of more UTF-8 bytes than this is refused. */
export const MAX_NAME_BYTES = 255;
/** With so many blocks for one event id the file is refused. */
export const MAX_BLOCKS = 65535;

/**
 * Compiles the blocks of a configuration, and reports what is lost or makes Sysmon refuse the file.
 *
 * @param refused elements for which Sysmon refuses the file already; they are passed over
 */
export function loadBlocks(
  configuration: Configuration,
  schemas: SchemaContext,
  declared: DeclaredSchema,
  refused: ReadonlySet<Node>,
  report: Report,
): LoadedBlocks {
  const loading = new Loading(configuration, schemas, declared, refused, report);
  const byTag = new Map<string, EventBlock[]>();
  for (const block of configuration.blocks) {
    if (refused.has(block.node)) continue;
    const blocks = byTag.get(block.tag);
    if (blocks) blocks.push(block);
    else byTag.set(block.tag, [block]);
  }
  const tags = [...byTag.keys()]
    .map(tag => schemas.newest.tags.get(tag))
    .filter(tag => tag !== undefined)
    .sort((a, b) => a.firstId - b.firstId);
  for (const tag of tags) loading.loadTag(tag, byTag.get(tag.tag)!);
  return loading;
}

/** Why a block cannot be compiled, and where. */
interface Misfit {
  readonly code: 'field-not-in-event' | 'mixed-event-ids';
  readonly condition: Condition;
  readonly data: ProblemData;
}

class Loading implements LoadedBlocks {
  readonly loaded: LoadedBlock[] = [];
  readonly dropped: DroppedBlock[] = [];
  private readonly tree: SyntaxTree;
  /** The same long name is inherited by many conditions and reported once. */
  private readonly reportedNames = new Set<Attribute>();
  private readonly knownConditions: ReadonlySet<string>;
  /** Values of `condition` attributes that were read: a few stand thousands of times. */
  private readonly conditionNames: (ConditionName | undefined)[] = [];
  /** For each name of the tree the block, by its number, whose events were last found to have such a field. */
  private readonly fitting: Int32Array;
  private compiled = 0;
  /** The conditions of the block at hand, which gets a copy of just its size. */
  private readonly conditions: LoadedCondition[] = [];

  constructor(
    configuration: Configuration,
    private readonly schemas: SchemaContext,
    private readonly declared: DeclaredSchema,
    private readonly refused: ReadonlySet<Node>,
    private readonly report: Report,
  ) {
    this.tree = configuration.tree;
    this.knownConditions = new Set(schemas.newest.conditions);
    this.fitting = new Int32Array(this.tree.names.length);
  }

  /** Compiles the blocks of one event element, in file order. */
  loadTag(tag: EventTag, blocks: readonly EventBlock[]): void {
    const { tree } = this;
    const perId = new Map<number, number>();
    let cause: EventBlock | null = null;
    for (const block of blocks) {
      const start = tree.nameStart(block.node);
      const end = tree.nameEnd(block.node);
      if (cause) {
        this.drop(block, 'block-after-dropped', start, end, {
          event: tag.tag,
          causeStart: tree.start(cause.node),
        });
        continue;
      }
      const onmatch = tree.attribute(block.node, 'onmatch');
      const byDefault = tree.attribute(block.node, 'default');
      if (onmatch !== NONE && byDefault !== NONE) {
        this.drop(
          block,
          'onmatch-and-default',
          tree.attributeNameStart(byDefault),
          tree.attributeEnd(byDefault),
          {
            event: tag.tag,
          },
        );
        continue;
      }
      if (onmatch === NONE && byDefault === NONE) {
        this.drop(block, 'missing-onmatch', start, end, { event: tag.tag, at: end });
        continue;
      }
      const result = this.compile(block, tag);
      if ('code' in result) {
        const { node } = result.condition;
        this.drop(block, result.code, tree.nameStart(node), tree.nameEnd(node), result.data);
        cause = block;
        continue;
      }
      const { eventId, conditions } = result;
      const count = (perId.get(eventId) ?? 0) + 1;
      perId.set(eventId, count);
      if (count === MAX_BLOCKS)
        this.report('too-many-blocks', start, end, { event: tag.tag, most: MAX_BLOCKS - 1 });
      this.loaded.push({
        eventId,
        event: tag.tag,
        onmatch: this.onmatchOf(onmatch, byDefault),
        relation: blockRelation(tree, this.declared, block.group),
        conditions,
        source: block,
      });
    }
  }

  private drop(block: EventBlock, code: LoaderCode, start: number, end: number, data: ProblemData): void {
    this.dropped.push({ block, code, field: typeof data['name'] === 'string' ? data['name'] : null });
    this.report(code, start, end, data);
  }

  /** `default` says what happens to events that match nothing, so it is the inverse of `onmatch`. */
  private onmatchOf(onmatch: Attribute, byDefault: Attribute): OnMatch {
    if (onmatch !== NONE) return this.tree.enumeratedValue(onmatch) === 'exclude' ? 'exclude' : 'include';
    return this.tree.enumeratedValue(byDefault) === 'include' ? 'exclude' : 'include';
  }

  /** Reads the items of a block in order; stops at the field that no id of the event can take. */
  private compile(
    block: EventBlock,
    tag: EventTag,
  ): { readonly eventId: number; readonly conditions: LoadedCondition[] } | Misfit {
    const { tree, fitting, conditions } = this;
    const number = ++this.compiled;
    let count = 0;
    let candidates: readonly EventDefinition[] = tag.events;
    let rules = 0;
    const add = (condition: Condition, rule: LoadedRule | null, inherited: Attribute): Misfit | null => {
      if (this.refused.has(condition.node)) return null;
      const nameId = tree.nameId(condition.node);
      // A field that stands in the block again cannot narrow the events any more.
      if (fitting[nameId] !== number) {
        const narrowed = eventsWith(condition.field, candidates);
        if (narrowed.length === 0) return this.misfit(condition, tag, candidates);
        candidates = narrowed;
        fitting[nameId] = number;
      }
      const loaded = this.loadCondition(condition, rule, inherited);
      if (loaded) conditions[count++] = loaded;
      return null;
    };
    const ofGroup = block.group ? tree.attribute(block.group.node, 'name') : NONE;
    for (const item of block.items) {
      if (item.kind === 'condition') {
        const misfit = add(item, null, ofGroup);
        if (misfit) return misfit;
        continue;
      }
      this.checkEmptyRule(item);
      if (item.conditions.length === 0) continue;
      const rule: LoadedRule = { number: ++rules, relation: ruleRelation(tree, item), source: item };
      const ofRule = tree.attribute(item.node, 'name');
      const inherited = ofRule === NONE ? ofGroup : ofRule;
      for (const condition of item.conditions) {
        const misfit = add(condition, rule, inherited);
        if (misfit) return misfit;
      }
    }
    return { eventId: candidates[0]!.id, conditions: conditions.slice(0, count) };
  }

  private misfit(condition: Condition, tag: EventTag, candidates: readonly EventDefinition[]): Misfit {
    const data = {
      name: condition.field,
      event: tag.tag,
      ids: candidates.map(event => String(event.id)),
    };
    const code = tag.fields.has(condition.field) ? 'mixed-event-ids' : 'field-not-in-event';
    return { code, condition, data };
  }

  /** The open-source loader crashes on a Rule with nothing in it; a blank or a comment is enough to save it. */
  private checkEmptyRule({ node }: Rule): void {
    const { tree } = this;
    if (tree.startTagEnd(node) === tree.contentEnd(node) && tree.firstChild(node) === NONE) {
      this.report('empty-rule', tree.start(node), tree.end(node));
    }
  }

  /**
   * Null where the platform drops the condition alone.
   *
   * @param inherited the `name` attribute that counts where the condition has none; one that is empty means no
   *   name, and hides those further out
   */
  private loadCondition(
    source: Condition,
    rule: LoadedRule | null,
    inherited: Attribute,
  ): LoadedCondition | null {
    let condition = this.schemas.newest.manifest.defaultCondition;
    let kept = true;
    if (source.condition !== NONE) {
      const { name, known } = this.conditionName(source.condition);
      condition = name;
      if (!known) {
        this.reportValue(source.condition, 'condition-dropped', 'unknown-condition', {
          value: this.tree.attributeValue(source.condition),
        });
        kept = false;
      }
    }
    const name = source.name === NONE ? inherited : source.name;
    if (name !== NONE && this.isTooLong(name)) {
      kept = false;
      if (!this.reportedNames.has(name)) {
        this.reportedNames.add(name);
        this.reportValue(name, 'name-dropped', 'name-too-long', {
          bytes: utf8Length(this.tree.attributeValue(name)),
          most: MAX_NAME_BYTES,
        });
      }
    }
    return kept ? new KeptCondition(this.tree, source, condition, name, rule) : null;
  }

  /** Nearly every name is so short as it is written that it need not be read. */
  private isTooLong(name: Attribute): boolean {
    const { tree } = this;
    const written = tree.valueEnd(name) - tree.valueStart(name);
    return written * 3 > MAX_NAME_BYTES && utf8Length(tree.attributeValue(name)) > MAX_NAME_BYTES;
  }

  private reportValue(
    attribute: Attribute,
    onLinux: LoaderCode,
    onWindows: LoaderCode,
    data: ProblemData,
  ): void {
    const code = this.schemas.platform === 'linux' ? onLinux : onWindows;
    this.report(code, this.tree.valueStart(attribute), this.tree.valueEnd(attribute), data);
  }

  private conditionName(attribute: Attribute): ConditionName {
    const { tree } = this;
    const start = tree.valueStart(attribute);
    const length = tree.valueEnd(attribute) - start;
    // Each of Sysmon's own has a slot for itself; others may take the place of each other.
    const ends = tree.text.charCodeAt(start) + 3 * tree.text.charCodeAt(start + length - 1);
    const slot = (2 * length + ends) & (CONDITION_SLOTS - 1);
    const known = this.conditionNames[slot];
    if (known?.written.length === length && standsAt(known.written, tree.text, start)) return known;
    const written = tree.text.slice(start, start + length);
    const name =
      tree.attributeValue(attribute).toLowerCase() || this.schemas.newest.manifest.defaultCondition;
    return (this.conditionNames[slot] = { written, name, known: this.knownConditions.has(name) });
  }
}

/** A class for the same reason as the conditions that are read: see the model. */
class KeptCondition implements LoadedCondition {
  /** Undefined until it is asked for. */
  private readName: string | null | undefined;

  constructor(
    private readonly tree: SyntaxTree,
    readonly source: Condition,
    readonly condition: string,
    private readonly nameAttribute: Attribute,
    readonly rule: LoadedRule | null,
  ) {}

  get field(): string {
    return this.source.field;
  }

  get name(): string | null {
    if (this.readName === undefined) {
      const { tree, nameAttribute } = this;
      this.readName = nameAttribute === NONE ? null : tree.attributeValue(nameAttribute) || null;
    }
    return this.readName;
  }
}

/** What a `condition` attribute says. */
interface ConditionName {
  readonly written: string;
  /** In lower case, and the default where it is empty. */
  readonly name: string;
  /** Sysmon has such a condition. */
  readonly known: boolean;
}

/** A power of two. */
const CONDITION_SLOTS = 64;

function standsAt(written: string, text: string, start: number): boolean {
  for (let i = 0; i < written.length; i++) {
    if (written.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  }
  return true;
}

function eventsWith(field: string, events: readonly EventDefinition[]): readonly EventDefinition[] {
  return events.filter(event => fieldsOf(event).has(field));
}

const fieldsOf = oncePer(
  ({ fields }: EventDefinition): ReadonlySet<string> => new Set(fields.map(({ name }) => name)),
);

const encoder = new TextEncoder();

function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
