import { ONMATCH_VALUES } from '../../loader/structure.ts';
import { NONE } from '../../syntax/index.ts';
import { fixOf, setAttribute } from '../fix.ts';
import { elementAt, isTagSound } from '../places.ts';
import { repairCheck } from '../repairCheck.ts';

export const missingOnmatch = repairCheck({
  code: 'missing-onmatch',
  level: 'error',
  title: 'Event without onmatch',
  fact: facts => `This ${facts.text('event')} block says neither onmatch nor default`,
  so: facts =>
    `Sysmon drops it without a word and treats ${facts.text('event')} as if the block were not there`,
  instead: () => 'Write onmatch="include" to log what matches, or onmatch="exclude" to log everything else.',
  hidesOthers: true,
  fixes: (facts, { parsed: { tree } }) => {
    const node = elementAt(tree, facts.problem.start);
    if (node === NONE || !isTagSound(tree, node)) return [];
    return ONMATCH_VALUES.map(value =>
      fixOf(`Add onmatch="${value}"`, setAttribute(tree, node, 'onmatch', value), {
        preferred: value === 'include',
      }),
    );
  },
});
