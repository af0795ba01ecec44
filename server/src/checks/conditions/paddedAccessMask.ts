import { conditionCheck } from '../conditionCheck.ts';
import { orList } from '../check.ts';
import { holdsWhat } from './kinds.ts';
import { changed, consequence, quote, quoteAll, reportItems, withItems } from './values.ts';
import { looksForValue } from './meanings.ts';

const PADDED = /^0x0+[\da-f]+$/i;
/** Digits without `0x`, of which a mask could be written; a single `0` or the like is no mask. */
const NO_PREFIX = /^[\da-f]{2,8}$/i;

export const paddedAccessMask = conditionCheck({
  code: 'padded-access-mask',
  effect: 'never',
  level: 'warning',
  title: 'Access mask in a form that never occurs',
  concern: { kinds: ['accessMask'], meaning: looksForValue },
  look(condition, advice, report) {
    const { comparison } = condition.meaning;
    const whole = comparison === 'equal' || comparison === 'file';
    reportItems(
      advice,
      condition,
      // A zero mask may be written `0x0`, and that is what a padded zero begins with.
      item => (comparison !== 'end' && PADDED.test(item)) || (whole && NO_PREFIX.test(item)),
      report,
    );
  },
  message: (facts, { knowledge }) => {
    const meant = readings(facts.list('wrong')[0] ?? '');
    return `${facts.text('field')} holds ${holdsWhat(knowledge, facts.text('field'))}, and is compared as text, so ${consequence(facts)}: ${quoteAll(facts.list('wrong'))} is never written that way. Write ${orList(meant.map(quote))}.`;
  },
  fixes: (facts, context) => {
    const wrong = facts.list('wrong');
    const several = wrong.length > 1;
    // Decimal digits may be a decimal number, or a hexadecimal one without its `0x`.
    const ways = Math.max(...wrong.map(item => readings(item).length));
    const titles =
      ways === 1
        ? [several ? 'Write the masks without padding' : `Change to ${quote(readings(wrong[0]!)[0]!)}`]
        : several
          ? ['Read the masks as hexadecimal', 'Read the masks as decimal']
          : readings(wrong[0]!).map(reading => `Change to ${quote(reading)}`);
    return titles.map((title, way) => ({
      ...changed(
        context,
        facts,
        title,
        withItems(facts, item => readings(item)[way] ?? readings(item)[0]!),
      ),
      preferred: ways === 1,
    }));
  },
});

/** What a mask may have been meant as, in the form that events have. */
function readings(mask: string): readonly string[] {
  if (/^0x/i.test(mask)) return [`0x${mask.slice(2).replace(/^0+(?=.)/, '')}`];
  const hexadecimal = `0x${mask.replace(/^0+(?=.)/, '')}`;
  return /^\d+$/.test(mask) ? [hexadecimal, `0x${Number(mask).toString(16)}`] : [hexadecimal];
}
