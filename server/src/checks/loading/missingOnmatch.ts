import { loaderCheck } from '../check.ts';

export const missingOnmatch = loaderCheck({
  code: 'missing-onmatch',
  level: 'error',
  title: 'Event without onmatch',
  fact: facts => `This ${facts.text('event')} block says neither onmatch nor default`,
  so: facts =>
    `Sysmon drops it without a word and treats ${facts.text('event')} as if the block were not there`,
  instead: () => 'Write onmatch="include" to log what matches, or onmatch="exclude" to log everything else.',
});
