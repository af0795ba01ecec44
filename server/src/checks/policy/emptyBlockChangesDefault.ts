import { blockRange } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { mayStandAlone } from './broad.ts';
import { combinationOf } from './combination.ts';
import { blocksAt, lineOf, offsetsOf, removeBlock } from './edits.ts';

export const emptyBlockChangesDefault = adviceCheck({
  code: 'empty-block-changes-default',
  effect: 'misleading',
  level: 'information',
  title: 'Empty include beside an exclude',
  run(advice, report) {
    const { parsed, byTag } = advice;
    for (const [tag, blocks] of byTag) {
      const { includes, excludes, emptyIncludes, emptyExcludes } = combinationOf(blocks);
      const other = excludes[0] ?? emptyExcludes[0];
      // Beside an include that matches something an empty block changes nothing.
      if (includes.length > 0 || emptyIncludes.length === 0 || !other) continue;
      report(...blockRange(parsed, emptyIncludes[0]!), {
        event: tag,
        other: parsed.tree.start(other.source.node),
        filled: excludes.length,
        alone: mayStandAlone(advice, other) ? 1 : 0,
        excludes: offsetsOf(parsed, [...excludes, ...emptyExcludes]),
        empty: offsetsOf(parsed, emptyIncludes),
      });
    }
  },
  message(facts, { parsed }) {
    const event = facts.text('event');
    const line = lineOf(parsed, facts.number('other'));
    const other =
      facts.number('filled') > 0
        ? `the conditions of the exclude in line ${line} are of no use`
        : `the empty exclude in line ${line}, which alone would log everything, is of no use`;
    return `This include matches nothing, and with more than one block Sysmon does not log what matches none, so it logs no ${event} at all and ${other}. Remove the empty include if you want ${event}, or the exclude if you do not.`;
  },
  fixes(facts, { parsed }) {
    const excludes = blocksAt(parsed, facts, 'excludes');
    const includes = blocksAt(parsed, facts, 'empty');
    const removing = (blocks: typeof excludes): { start: number; end: number; text: string }[] =>
      blocks.map(block => removeBlock(parsed.tree, block));
    return [
      // With a second exclude nothing would be logged all the same.
      ...(excludes.length === 1 && facts.number('alone') === 1
        ? [{ title: 'Remove the empty include, to log what is not excluded', edits: removing(includes) }]
        : []),
      { title: 'Remove the exclude, which does nothing', edits: removing(excludes) },
    ];
  },
});
