/** What a block, a group or a rule does as it stands, in the words of the data. */
import type { ParsedDocument } from '../../documents.ts';
import { GROUP, type EventBlock, type Rule, type RuleGroup } from '../../model/index.ts';
import { NONE } from '../../syntax/index.ts';
import { blockRelation, ruleRelation } from '../../loader/index.ts';
import { outcomeOf, siblingsOf, stateOf, termsOf } from '../blocks.ts';
import { blocks, code, list } from '../describe/markdown.ts';
import { say, sayCase } from '../describe/say.ts';
import type { Lookup } from '../lookup.ts';

/** More names than this are counted, not listed. */
const LISTED = 8;

/** What one block logs or leaves out, how its conditions join, and what comes of it with the others. */
export function blockState(parsed: ParsedDocument, known: Lookup, block: EventBlock): string {
  return blocks(
    ownEffect(parsed, known, block),
    termsOf(block).conditions + termsOf(block).rules > 1 ? relationOfBlock(parsed, known, block) : '',
    withOthers(parsed, known, block),
  );
}

function ownEffect(parsed: ParsedDocument, known: Lookup, block: EventBlock): string {
  const { tree } = parsed;
  const state = stateOf(parsed, block);
  switch (state.kind) {
    case 'droppedAfter':
      return say(known, 'block.droppedAfter');
    case 'dropped':
      return say(known, 'block.dropped', { field: code(state.field) });
    case 'refused':
      return sayCase(known, '@onmatch', 'invalid');
    case 'missing':
    case 'both':
      return sayCase(known, '@onmatch', state.kind);
    case 'loaded':
  }
  const { effect, isAlone } = state;
  if (state.isEmpty)
    return sayCase(known, '@onmatch', effect === 'include' ? 'emptyInclude' : 'emptyExclude');
  const { conditions, rules, byField } = termsOf(block);
  const relation = blockRelation(tree, parsed.declared, block.group);
  const key = `block.${effect}${effect === 'exclude' && isAlone ? 'Alone' : ''}`;
  const terms = countTerms(known, conditions, rules);
  if (conditions + rules === 1) return say(known, `${key}.one`, { terms });
  if (relation === 'or') return say(known, `${key}.or`, { terms });
  const fields = [...byField.keys()];
  const names = fields.length === 0 ? '' : say(known, 'block.fields', { fields: someOf(known, fields) });
  return [say(known, `${key}.and`, { terms }), names].filter(Boolean).join(' ');
}

/** `143 conditions and 2 Rules`; empty where there are none. */
export function countTerms(known: Lookup, conditions: number, rules: number): string {
  const condition =
    conditions === 0
      ? ''
      : say(known, conditions === 1 ? 'count.condition' : 'count.conditions', { n: conditions });
  const rule = rules === 0 ? '' : say(known, rules === 1 ? 'count.rule' : 'count.rules', { n: rules });
  return condition !== '' && rule !== ''
    ? say(known, 'count.both', { a: condition, b: rule })
    : condition + rule;
}

function someOf(known: Lookup, names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map(code).join(', ');
  return names.length > LISTED ? say(known, 'list.more', { shown, n: names.length - LISTED }) : shown;
}

/** What comes of all the blocks of the event together, where there are several. */
function withOthers(parsed: ParsedDocument, known: Lookup, block: EventBlock): string {
  return siblingsOf(parsed, block.tag).length < 2 ? '' : eventInFile(parsed, known, block.tag);
}

/** What the blocks of one event in the file log together. */
export function eventInFile(parsed: ParsedDocument, known: Lookup, tag: string): string {
  const { tree, document, configuration } = parsed;
  const all = siblingsOf(parsed, tag);
  const lines = all.slice(0, LISTED).map(({ block }) => document.positionAt(tree.start(block.node)).line + 1);
  const count = say(known, all.length === 1 ? 'blocks.one' : 'blocks.several', {
    n: all.length,
    lines: lines.join(', ') + (all.length > LISTED ? '…' : ''),
    event: code(tag),
  });
  const dropped = all.filter(each => each.effect === null || each.dropped !== null).length;
  const outcome = outcomeOf(parsed, tag);
  return [
    count,
    dropped > 0 && dropped < all.length ? say(known, 'blocks.dropped', { n: dropped }) : '',
    outcome === null ? say(known, 'blocks.noneLoaded') : sayCase(known, 'blocks', outcome),
    configuration.rootRole === 'sysmon' ? '' : say(known, 'blocks.module'),
  ]
    .filter(Boolean)
    .join(' ');
}

/** How the conditions of a block join, and why; with what that means for several conditions on one field. */
function relationOfBlock(parsed: ParsedDocument, known: Lookup, block: EventBlock): string {
  const relation = blockRelation(parsed.tree, parsed.declared, block.group);
  const from = block.group ? GROUP : 'block.noGroup';
  const repeated = [...termsOf(block).byField].filter(([, count]) => count > 1);
  return [
    sayCase(known, '@groupRelation', `${from}.${relation}`),
    relation === 'and' && repeated.length > 0
      ? say(known, 'block.repeated', {
          fields: someOf(
            known,
            repeated.map(([field]) => field),
          ),
        })
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The relation of a RuleGroup and what it means for each of its blocks. */
export function relationOfGroup(parsed: ParsedDocument, known: Lookup, group: RuleGroup): string {
  const { tree } = parsed;
  const attribute = tree.attribute(group.node, 'groupRelation');
  if (attribute === NONE) return sayCase(known, `${GROUP}@groupRelation`, 'missing');
  const relation = tree.attributeValue(attribute).trim();
  if (relation !== 'and' && relation !== 'or')
    return say(known, 'groupRelation.invalid', { value: code(relation) });
  const states = group.blocks
    .slice(0, LISTED)
    .map(block => `${code(block.tag)}: ${ownEffect(parsed, known, block)}`);
  return blocks(
    sayCase(known, '@groupRelation', `${GROUP}.${relation}`),
    list(states),
    group.blocks.length > LISTED ? say(known, 'groupRelation.more', { n: group.blocks.length - LISTED }) : '',
  );
}

/** How the conditions of a Rule join. */
export function relationOfRule({ tree }: ParsedDocument, known: Lookup, rule: Rule): string {
  const relation = tree.attribute(rule.node, 'groupRelation') === NONE ? 'none' : ruleRelation(tree, rule);
  const fields = rule.conditions.map(condition => condition.field);
  return [
    sayCase(known, '@groupRelation', `Rule.${relation}`),
    say(known, fields.length === 1 ? 'rule.one' : 'rule.several', {
      n: fields.length,
      fields: someOf(known, [...new Set(fields)]),
    }),
  ].join(' ');
}
