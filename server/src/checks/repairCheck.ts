import { distance } from 'fastest-levenshtein';
import { effectOf } from '../loader/index.ts';
import { loaderCheck, type Check, type CheckContext, type Facts } from './check.ts';
import { escapeAttribute, type Edit, type Fix } from './fix.ts';
import { elementAt, isTagSound } from './places.ts';
import { NONE } from '../syntax/index.ts';
import { causesNoProblem } from './trial.ts';

type RepairText = Parameters<typeof loaderCheck>[0] & {
  /** The edits that put a suggestion in, where that is more than to replace the range; null where it cannot be offered. */
  readonly put?: (suggestion: string, facts: Facts, context: CheckContext) => readonly Edit[] | null;
  /** What was written, where a slip in it may be corrected without being looked at. */
  readonly written?: (facts: Facts, context: CheckContext) => string;
  /**
   * The problem keeps the loader from looking further, so that a repair can bring other problems to
   * light; a fix that does is not offered.
   */
  readonly hidesOthers?: boolean | ((facts: Facts) => boolean);
};

/** A check for a problem that the parser or the loader finds, whose fixes are more than a replaced word. */
export function repairCheck(text: RepairText): Check {
  const check = loaderCheck(text);
  return {
    ...check,
    fixes(facts, context) {
      const { parsed } = context;
      const isDamage = text.code.startsWith('xml-');
      // What a damaged tag says is a guess, and is repaired first.
      const around = elementAt(parsed.tree, facts.problem.start);
      if (!isDamage && around !== NONE && !isTagSound(parsed.tree, around)) return [];
      const offered = [...suggested(check, text, facts, context), ...(text.fixes?.(facts, context) ?? [])];
      const hides =
        typeof text.hidesOthers === 'function' ? text.hidesOthers(facts) : text.hidesOthers === true;
      // Damage is repaired one place at a time, and each repair may show the next; anything else must not
      // make it worse, which in a damaged text only trying it tells.
      const tried = !isDamage && (hides || parsed.tree.errors.length > 0);
      const fixes = tried ? offered.filter(({ edits }) => causesNoProblem(parsed, edits)) : offered;
      const preferred = fixes.find(fix => fix.preferred);
      return fixes.map(fix => (fix.preferred && fix !== preferred ? { ...fix, preferred: false } : fix));
    },
  };
}

function suggested(check: Check, text: RepairText, facts: Facts, context: CheckContext): Fix[] {
  const { start, end } = facts.problem;
  const meant = check.suggest(facts, context);
  const fixes: Fix[] = [];
  for (const suggestion of meant) {
    const edits = text.put
      ? text.put(suggestion, facts, context)
      : [{ start, end, text: escapeAttribute(suggestion) }];
    if (!edits) continue;
    const written = text.written?.(facts, context);
    // What Sysmon refuses is not logged yet; what it only drops would be logged from then on.
    const refused = effectOf(text.code) === 'rejected';
    fixes.push({
      title: `Change to “${suggestion}”`,
      edits,
      preferred: true,
      safe: refused && meant.length === 1 && written !== undefined && isSlip(written, suggestion),
    });
  }
  return fixes;
}

/** Whether a word is another one but for case, blanks or one letter. */
function isSlip(written: string, meant: string): boolean {
  return distance(fold(written), fold(meant)) <= 1;
}

function fold(name: string): string {
  return name
    .trim()
    .replace(/[\s_-]+/g, ' ')
    .toLowerCase();
}
