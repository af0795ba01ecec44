import type { Effect } from '../loader/index.ts';

/** What each effect means for the one who reads of it, in a sentence. */
export const EFFECT_MEANINGS: Readonly<Record<Effect, string>> = {
  rejected: 'Sysmon refuses the whole file because of it.',
  dropped: 'Sysmon loads the file without this part, and says nothing.',
  ignored: 'It has no effect.',
  never: 'The condition can match nothing.',
  always: 'The condition matches everything.',
  misleading: 'It means something else than it reads.',
  redundant: 'Nothing would change without it.',
  risk: 'An attacker can use it.',
  cost: 'It brings many events or takes processor time.',
  version: 'It depends on the version of Sysmon.',
  style: 'It is a matter of style.',
};
