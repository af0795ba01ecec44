import { CONDITIONS } from '../../matching/conditions.ts';
import type { PolicyKnowledge } from '../../schema/knowledge.ts';
import { NONE } from '../../syntax/index.ts';
import { conditionRange } from '../advice.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { setAttribute } from '../fix.ts';
import { Mark } from '../marks.ts';

export const excludesAnyAllSwapped = conditionCheck({
  code: 'excludes-any-all-swapped',
  effect: 'misleading',
  level: 'hint',
  title: 'List that is excluded only as a whole',
  concern: {
    meaning: ({ list, negated, every }) => list && negated && every,
    marks: Mark.semicolon,
  },
  look(condition, { parsed, knowledge }, report) {
    const { loaded, items } = condition;
    const { tree } = parsed;
    if (!areAlternatives(items, isSingle(knowledge.policy, loaded.field) ? 2 : 3)) return;
    const attribute = loaded.source.condition;
    const [start, end] =
      attribute === NONE
        ? conditionRange(parsed, condition)
        : [tree.valueStart(attribute), tree.valueEnd(attribute)];
    report(start, end, {
      condition: loaded.condition,
      field: loaded.field,
      count: items.length,
      at: tree.start(loaded.source.node),
    });
  },
  message: facts =>
    `“${facts.text('condition')}” fails only where all ${facts.number('count')} items are in ${facts.text('field')}: a value with all but one of them still passes. If none of them may be in it, use “${counterpart(facts.text('condition'))}”. (Microsoft’s documentation has the two the other way round.)`,
  fixes(facts, { parsed: { tree } }) {
    const node = tree.nodeAt(facts.number('at'));
    const meant = counterpart(facts.text('condition'));
    return [
      {
        title: `Change to “${meant}”`,
        edits: [setAttribute(tree, node, 'condition', meant)],
        preferred: true,
      },
    ];
  },
});

/** The field holds one path, program or host. */
function isSingle({ placeFields, programFields, domainFields }: PolicyKnowledge, field: string): boolean {
  return (
    placeFields.some(each => each.field === field) ||
    programFields.includes(field) ||
    domainFields.includes(field)
  );
}

/** A file or a host by its name. */
const NAME = /[^\\.]\.[a-z0-9]{2,4}$/;
const ROOT = /^(?:[a-z]:|hk[a-z]+)\\/;
const NUMBER = /^(?:0x)?[0-9a-f.]*\d[0-9a-f.]*$/;

/**
 * The items can hardly be in one value together, so that nobody asks for a value without all of them. Parts
 * of one path can: there the condition says what it is meant to say.
 *
 * @param least that many names of files are more than one value has
 */
function areAlternatives(items: readonly string[], least: number): boolean {
  const distinct = [...new Set(items)];
  const count = (pattern: RegExp): number => distinct.filter(item => pattern.test(item)).length;
  return (
    distinct.length > 1 && (count(NAME) >= least || count(ROOT) > 1 || count(NUMBER) === distinct.length)
  );
}

/** The condition that differs in nothing but that one item is enough. */
function counterpart(name: string): string {
  const own = CONDITIONS.get(name);
  for (const [other, { comparison, list, negated, every }] of CONDITIONS) {
    if (
      own?.comparison === comparison &&
      own.list === list &&
      own.negated === negated &&
      own.every !== every
    ) {
      return other;
    }
  }
  return name;
}
