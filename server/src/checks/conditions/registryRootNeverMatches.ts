import type { Knowledge, RegistryRoot } from '../../schema/knowledge.ts';
import { conditionCheck } from '../conditionCheck.ts';
import type { Fix } from '../fix.ts';
import { changed, consequence, quote, quoteAll, reportItems, withItems } from './values.ts';
import { oncePer } from '../../once.ts';
import { looksForValue } from './meanings.ts';

export const registryRootNeverMatches = conditionCheck({
  code: 'registry-root-never-matches',
  effect: 'never',
  level: 'warning',
  title: 'Registry root that events do not have',
  concern: {
    kinds: ['registry'],
    meaning: meaning => looksForValue(meaning) && meaning.comparison !== 'file',
  },
  look(condition, advice, report) {
    if (!condition.hasSemicolons && !condition.mayBegin(LIKE_A_ROOT)) return;
    const { knowledge } = advice;
    const { comparison } = condition.meaning;
    const inside = comparison === 'part' || comparison === 'end';
    reportItems(advice, condition, item => rootOf(knowledge, item, inside) !== null, report);
  },
  message: (facts, { knowledge }) => {
    const item = facts.list('wrong')[0] ?? '';
    const root = rootOf(knowledge, item, false);
    const events = root?.events ?? null;
    const instead =
      root === null || events === null
        ? `The keys of a user begin with HKU\\ and the user’s SID, which nobody knows beforehand: use “contains” or “end with” and leave the root out.`
        : `Write ${quote(events + item.slice(root.written.length))}.`;
    return `In events registry paths never begin with ${root?.written ?? ''}, so ${consequence(facts)}: ${quoteAll(facts.list('wrong'))}. ${instead}`;
  },
  fixes: (facts, context) => {
    const { knowledge } = context;
    const fixes: Fix[] = [];
    const roots = facts.list('wrong').map(item => rootOf(knowledge, item, false));
    if (roots.every(root => root !== null && root.events !== null)) {
      const value = withItems(facts, item => {
        const root = rootOf(knowledge, item, false);
        return root ? `${root.events}${item.slice(root.written.length)}` : item;
      });
      const [only] = roots;
      fixes.push({
        ...changed(context, facts, `Write ${only!.events} in place of ${only!.written}`, value),
        preferred: roots.every(root => root!.exact),
      });
    } else {
      // What is behind the root says where it is for every user.
      const rest = (item: string): string => {
        const root = rootOf(knowledge, item, false);
        return root ? item.slice(root.written.length) : item;
      };
      const [condition, name] = withoutRoot(facts.text('condition'));
      if (condition !== null && facts.list('wrong').every(item => rest(item).length > 2)) {
        fixes.push({
          ...changed(context, facts, `Leave the root out${name}`, withItems(facts, rest), condition),
        });
      }
    }
    return fixes;
  },
});

/** The condition that looks for the rest of a path whose root is left out, and how the fix says so. */
function withoutRoot(condition: string): [condition: string | undefined | null, name: string] {
  switch (condition) {
    case 'is':
      return ['end with', ' and use “end with”'];
    case 'begin with':
      return ['contains', ' and use “contains”'];
    case 'contains':
    case 'contains any':
    case 'contains all':
    case 'end with':
      return [undefined, ''];
    default:
      return [null, ''];
  }
}

/** Longer roots first, since those say more. */
const rootsOf = oncePer(({ checks }: Knowledge): readonly (RegistryRoot & { readonly folded: string })[] =>
  checks.registryRoots
    .map(root => ({ ...root, folded: root.written.toLowerCase() }))
    .sort((a, b) => b.folded.length - a.folded.length),
);

/** What the roots begin with: nearly every other path is told by its first letters. */
const LIKE_A_ROOT = /hk(?:cu|ey_|lm\\system\\controlset)|computer\\|\\registry\\/iy;

/**
 * The root of a registry path that events write otherwise; null where it is none of those.
 *
 * @param inside the text may stand further inside of a path
 */
function rootOf(knowledge: Knowledge, path: string, inside: boolean): RegistryRoot | null {
  LIKE_A_ROOT.lastIndex = 0;
  if (!LIKE_A_ROOT.test(path)) return null;
  const folded = path.toLowerCase();
  for (const root of rootsOf(knowledge)) {
    if (inside && !root.anywhere) continue;
    if (!folded.startsWith(root.folded)) continue;
    // What follows is another key, or nothing more.
    const next = folded[root.folded.length];
    if (next === '\\' || next === undefined) return root;
  }
  return null;
}
