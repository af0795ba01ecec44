import { blockRange, valueRange } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { broadCondition, entryOf } from './broad.ts';
import { combinationOf } from './combination.ts';

export const noisyEventUnfiltered = adviceCheck({
  code: 'noisy-event-unfiltered',
  effect: 'cost',
  level: 'information',
  title: 'Noisy event without a filter',
  run(advice, report) {
    const { parsed, byTag, knowledge } = advice;
    for (const [tag, blocks] of byTag) {
      const noisy = entryOf(advice, tag, knowledge.policy.noisyEvents);
      if (!noisy) continue;
      const data = { event: tag, text: noisy.text, source: noisy.source };
      const { includes, excludes, emptyExcludes } = combinationOf(blocks);
      if (blocks.length === 1 && emptyExcludes[0]) {
        report(...blockRange(parsed, emptyExcludes[0]), { ...data, how: 'excludes nothing' });
      }
      // What is excluded is the filter then.
      if (excludes.length > 0) continue;
      for (const block of includes) {
        const broad = broadCondition(advice, block);
        if (broad) report(...valueRange(parsed, broad), { ...data, how: 'includes nearly everything' });
      }
    }
  },
  message: facts =>
    `This ${facts.text('how')}, so Sysmon logs every ${facts.text('event')} event. ${facts.text('text')} (Source: ${facts.text('source')})`,
});
