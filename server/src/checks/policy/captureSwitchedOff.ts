import { blockRange } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { combinationOf } from './combination.ts';
import { blocksAt, lineOf, offsetsOf, removeBlock } from './edits.ts';

export const captureSwitchedOff = adviceCheck({
  code: 'capture-switched-off',
  effect: 'ignored',
  level: 'warning',
  title: 'Event that its last block switches off',
  run({ parsed, byTag }, report) {
    // Events that the driver captures only when it is told to: the manifest has an option of that name.
    const switched = new Set(
      parsed.schemas.newest.manifest.options.filter(({ rule }) => rule).map(({ name }) => name),
    );
    for (const [tag, blocks] of byTag) {
      const last = blocks[blocks.length - 1]!;
      if (!switched.has(tag) || last.onmatch !== 'include' || last.conditions.length > 0) continue;
      const { includes } = combinationOf(blocks);
      const wanting = includes[includes.length - 1];
      if (!wanting) continue;
      const trailing = blocks.slice(blocks.findLastIndex(block => block.conditions.length > 0) + 1);
      report(...blockRange(parsed, last), {
        event: tag,
        wanting: parsed.tree.start(wanting.source.node),
        empty: offsetsOf(
          parsed,
          trailing.filter(block => block.onmatch === 'include'),
        ),
      });
    }
  },
  message: (facts, { parsed }) =>
    `The last block of an event decides whether ${facts.text('event')} is captured at all, and this one is an empty include, so Sysmon’s open-source loader switches it off and the block in line ${lineOf(parsed, facts.number('wanting'))} gets no events. Delete the empty block: with another include there it is of no use.`,
  fixes: (facts, { parsed }) => [
    {
      title: 'Delete the empty include',
      edits: blocksAt(parsed, facts, 'empty').map(block => removeBlock(parsed.tree, block)),
      preferred: true,
    },
  ],
});
