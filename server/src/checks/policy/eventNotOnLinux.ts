import { linux } from '../../schema/data.ts';
import { blockRange } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { blocksAt, offsetsOf, removeBlock } from './edits.ts';

const written = new Set(linux.events);

export const eventNotOnLinux = adviceCheck({
  code: 'event-not-on-linux',
  effect: 'ignored',
  level: 'warning',
  title: 'Event that Linux never has',
  run({ parsed, byTag }, report) {
    if (parsed.schemas.platform !== 'linux') return;
    for (const [tag, blocks] of byTag) {
      const events = parsed.schemas.newest.tags.get(tag)?.events ?? [];
      if (events.some(({ id }) => written.has(id))) continue;
      for (const block of blocks) {
        // An empty include asks for nothing, and gets it.
        if (block.onmatch === 'include' && block.conditions.length === 0) continue;
        report(...blockRange(parsed, block), { event: tag, at: offsetsOf(parsed, [block]) });
      }
    }
  },
  message: facts =>
    `Sysmon for Linux never writes ${facts.text('event')}, so it loads this block and the block does nothing. Leave it out of a configuration for Linux, or set sysmon.platform to windows.`,
  fixes: (facts, { parsed }) => [
    {
      title: 'Remove the block',
      edits: blocksAt(parsed, facts, 'at').map(block => removeBlock(parsed.tree, block)),
    },
  ],
});
