import { loaderCheck, orList } from '../check.ts';

export const mixedEventIds = loaderCheck({
  code: 'mixed-event-ids',
  level: 'error',
  title: 'Fields of different events in one block',
  fact: facts =>
    `No ${facts.text('event')} event has ${facts.text('name')} together with the fields above it, which only event ${orList(facts.list('ids'))} has`,
  so: facts => `Sysmon drops this block and every later ${facts.text('event')} block, and loads the rest`,
  instead: () => 'Make a block of its own for it.',
});
