import type { Comparison } from '../../matching/conditions.ts';
import { adviceCheck } from '../check.ts';
import { Mark } from '../marks.ts';
import { setAttribute, setContent } from '../fix.ts';
import { excludingConditions, itemsOf, secondConditionFor, withSecondCondition } from './excluding.ts';

/** A file name with an extension and no folder. */
const BARE = /^\\?[^\\/:*?"<>|;]+\.[a-z0-9]{2,4}$/;
const BY_NAME: ReadonlySet<Comparison> = new Set(['file', 'end', 'part']);

export const excludeByBareName = adviceCheck({
  code: 'exclude-by-bare-name',
  effect: 'risk',
  level: 'hint',
  title: 'Exclude by a file name alone',
  run(advice, report) {
    const { policy } = advice.knowledge;
    const fields = new Set(policy.programFields);
    const homes = new Map(policy.programHomes.map(({ path }) => [fileName(path).toLowerCase(), path]));
    for (const condition of excludingConditions(advice)) {
      const { meaning, loaded } = condition;
      if (!fields.has(loaded.field) || !BY_NAME.has(meaning.comparison)) continue;
      if (!condition.has(Mark.dot)) continue;
      // In a list of which all must be there, another item says where the file is.
      if (meaning.every && condition.hasSemicolons) continue;
      const bare = itemsOf(advice, condition).find(({ item }) => BARE.test(item));
      if (!bare) continue;
      const name = bare.item.replace(/^\\/, '');
      const home = meaning.list ? undefined : homes.get(name);
      report(bare.start, bare.end, {
        event: condition.block.event,
        field: loaded.field,
        name: advice.parsed.text.slice(bare.start, bare.end).replace(/^\\/, ''),
        ...(home !== undefined && { home }),
        ...secondConditionFor(advice, condition),
      });
    }
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

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1);
}
