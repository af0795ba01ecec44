import { blockRange, valueRange } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { broadCondition, entryOf } from './broad.ts';
import { combinationOf } from './combination.ts';

export const blockingEventBroad = adviceCheck({
  code: 'blocking-event-broad',
  effect: 'cost',
  level: 'warning',
  title: 'Event that blocks nearly everything',
  run(advice, report) {
    const { parsed, byTag, knowledge } = advice;
    for (const [tag, blocks] of byTag) {
      const blocking = entryOf(advice, tag, knowledge.policy.blockingEvents);
      if (!blocking) continue;
      const { text, source, does } = blocking;
      const data = { event: tag, text, source, does };
      const { includes, excludes, emptyExcludes } = combinationOf(blocks);
      const [lone] = blocks.length === 1 ? [...excludes, ...emptyExcludes] : [];
      if (lone) {
        const how = lone.conditions.length > 0 ? 'all that it does not exclude' : 'everything';
        report(...blockRange(parsed, lone), { ...data, how });
      }
      for (const block of includes) {
        const broad = broadCondition(advice, block, blocking.broad);
        if (broad) report(...valueRange(parsed, broad), { ...data, how: 'nearly everything' });
      }
    }
  },
  message: facts =>
    `${facts.text('event')} does not only log: Sysmon ${facts.text('does')}, and this matches ${facts.text('how')}. ${facts.text('text')} Include only the programs and folders that you mean, and try it on a few machines first. (Source: ${facts.text('source')})`,
});
