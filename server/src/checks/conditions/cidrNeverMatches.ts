import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import { changed, consequence, quote, quoteAll, reportItems, split } from './values.ts';
import { looksForValue } from './meanings.ts';

const CIDR = /^\s*([\da-f:.]+)\/(\d{1,3})\s*$/i;
const V4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

export const cidrNeverMatches = conditionCheck({
  code: 'cidr-never-matches',
  effect: 'never',
  level: 'warning',
  title: 'Network range in CIDR notation',
  concern: { kinds: ['address'], meaning: looksForValue, marks: Mark.slash },
  look: (condition, advice, report) => reportItems(advice, condition, isRange, report),
  message: facts => {
    const [first] = facts.list('wrong');
    const plain = asPrefix(first ?? '');
    const instead =
      plain === null
        ? 'Write the addresses that you mean, or “begin with” for networks that end at a dot.'
        : `For ${quote(first!)} use “${plain.condition}” with ${quote(plain.value)}.`;
    return `${facts.text('field')} holds one IP address and Sysmon compares it as text, without network ranges, so ${consequence(facts)}: no address contains ${quoteAll(facts.list('wrong'))}. ${instead}`;
  },
  fixes: (facts, context) => {
    const items = facts.text('list') === 'true' ? facts.text('value').split(';') : [facts.text('value')];
    const parts = items
      .filter(item => item !== '')
      .map(item => (isRange(item) ? asPrefix(item) : { condition: 'is', value: item }));
    if (parts.some(part => part === null)) return [];
    const [only] = parts;
    if (parts.length === 1) {
      return [
        {
          ...changed(
            context,
            facts,
            `Use “${only!.condition}” with ${quote(only!.value)}`,
            only!.value,
            only!.condition,
          ),
          preferred: true,
        },
      ];
    }
    // Of a list that looks for parts of addresses the other items are no whole ones.
    if (facts.text('alternatives') !== 'true' || facts.text('condition') !== 'is any') return [];
    return [
      {
        title: 'Use one condition for each of the networks',
        edits: split(context, facts, parts as { condition: string; value: string }[]),
        preferred: true,
      },
    ];
  },
});

function isRange(text: string): boolean {
  const [, address, bits] = CIDR.exec(text) ?? [];
  if (address === undefined) return false;
  return V4.test(address) ? Number(bits) <= 32 : address.includes(':') && Number(bits) <= 128;
}

/** The condition that says the same as a range; null where none does. */
function asPrefix(range: string): { readonly condition: string; readonly value: string } | null {
  const [, address, bits] = CIDR.exec(range) ?? [];
  if (address === undefined || !V4.test(address)) return null;
  if (bits === '32') return { condition: 'is', value: address };
  const parts = { '8': 1, '16': 2, '24': 3 }[bits!];
  if (parts === undefined) return null;
  return { condition: 'begin with', value: `${address.split('.').slice(0, parts).join('.')}.` };
}
