import type { Comparison } from '../../matching/conditions.ts';
import { oncePer } from '../../once.ts';
import type { PolicyKnowledge } from '../../schema/knowledge.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import { setAttribute, setContent } from '../fix.ts';
import { isExcluding, itemsOf, secondConditionFor, withSecondCondition } from './excluding.ts';

/** A file name with an extension and no folder. */
const BARE = /^\\?[^\\/:*?"<>|;]+\.[a-z0-9]{2,4}$/;
const BY_NAME: ReadonlySet<Comparison> = new Set(['file', 'end', 'part']);

export const excludeByBareName = conditionCheck({
  code: 'exclude-by-bare-name',
  effect: 'risk',
  level: 'hint',
  title: 'Exclude by a file name alone',
  concern: {
    onmatch: 'exclude',
    fields: ({ policy }) => policy.programFields,
    meaning: ({ comparison, negated }) => BY_NAME.has(comparison) && !negated,
    marks: Mark.dot,
  },
  look(condition, advice, report) {
    const { meaning, loaded } = condition;
    // In a list of which all must be there, another item says where the file is.
    if ((meaning.every && condition.hasSemicolons) || !isExcluding(advice, condition)) return;
    const bare = itemsOf(advice, condition).find(({ item }) => BARE.test(item));
    if (!bare) return;
    const name = bare.item.replace(/^\\/, '');
    const home = meaning.list ? undefined : homesIn(advice.knowledge.policy).get(name);
    report(bare.start, bare.end, {
      event: condition.block.event,
      field: loaded.field,
      name: advice.parsed.text.slice(bare.start, bare.end).replace(/^\\/, ''),
      ...(home !== undefined && { home }),
      ...secondConditionFor(advice, condition),
    });
  },
  message: facts =>
    `Any file can be called “${facts.text('name')}”, in any folder, and this condition on ${facts.text('field')} alone is enough for Sysmon not to log the ${facts.text('event')} event. Use “is” with the full path, in a folder that only administrators can write to.`,
  fixes(facts, context) {
    const { tree } = context.parsed;
    const node = tree.nodeAt(facts.number('at'));
    const home = facts.text('home');
    const byPath =
      home === ''
        ? []
        : [
            {
              title: `Change to “is” ${home}`,
              edits: [setAttribute(tree, node, 'condition', 'is'), setContent(tree, node, home)],
              preferred: true,
            },
          ];
    return [...byPath, ...withSecondCondition(facts, context)];
  },
});

/** The paths of programs of Windows by their names in lower case. */
const homesIn = oncePer(
  ({ programHomes }: PolicyKnowledge): ReadonlyMap<string, string> =>
    new Map(programHomes.map(({ path }) => [path.slice(path.lastIndexOf('\\') + 1).toLowerCase(), path])),
);
