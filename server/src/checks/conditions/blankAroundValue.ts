import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import type { JudgedCondition } from '../advice.ts';
import { kindOf, isPlainOn } from './kinds.ts';
import { changed, consequence, quoteAll, reportItems, withItems } from './values.ts';
import { looksForValue } from './meanings.ts';

export const blankAroundValue = conditionCheck({
  code: 'blank-around-value',
  effect: 'never',
  level: 'warning',
  title: 'Blank at an end of a value that cannot be meant',
  concern: { meaning: looksForValue, marks: Mark.outerBlank },
  look(condition, advice, report) {
    if (!MAY_HAVE_BLANKS.test(condition.value)) return;
    const kind = kindOf(advice.knowledge, condition.loaded.field);
    const isPlain = isPlainOn(advice.parsed.schemas.platform, kind);
    const { itemsAsWritten: items } = condition;
    reportItems(
      advice,
      condition,
      (item, index) =>
        hasLineBreakAround(item) ||
        (isPlain && hasSurplusBlank(condition, items, index, item, kind === 'path')),
      report,
    );
  },
  message: facts =>
    `Sysmon does not trim values, the blanks and line breaks at the ends of ${quoteAll(facts.list('wrong'))} are looked for as well and ${facts.text('field')} does not have them there, so ${consequence(facts)}. Remove them.`,
  fixes: (facts, context) => [
    {
      ...changed(
        context,
        facts,
        'Remove the blanks at the ends',
        withItems(facts, item => item.trim()),
      ),
      preferred: true,
    },
  ],
});

const MAY_HAVE_BLANKS = /^\s|\s$|\s;|;\s/;

/** A value that was laid out on lines of its own: no field begins or ends with a line break. */
function hasLineBreakAround(item: string): boolean {
  return /^[ \t]*[\r\n]|[\r\n][ \t]*$/.test(item) && item.trim() !== '';
}

/** A backslash, a drive or a share: the beginning of a path or of a part of one. */
const BEGINS = /^(?:\\|[a-z]:|hk[a-z_]+\\)/i;
/** A folder's backslash or the extension of a file. */
const ENDS = /(?:\\|\.[a-z][a-z0-9]{1,3})$/i;

function hasSurplusBlank(
  { meaning }: JudgedCondition,
  items: readonly string[],
  index: number,
  item: string,
  isPath: boolean,
): boolean {
  const text = item.trim();
  if (text === '' || text.length === item.length) return false;
  const leading = /^\s/.test(item);
  const trailing = /\s$/.test(item);
  switch (meaning.comparison) {
    case 'equal':
    case 'file':
      return true;
    case 'beginning':
      return leading;
    case 'end':
      return trailing;
    default:
      return (
        (leading && (BEGINS.test(text) || isLayout(items, index, item, true))) ||
        (trailing && ((isPath && ENDS.test(text)) || isLayout(items, index, item, false)))
      );
  }
}

/** The blank stands beside a semicolon only, as one writes a list: the outer ends of the list have none. */
export function isLayout(items: readonly string[], index: number, item: string, leading: boolean): boolean {
  if (items.length < 2) return false;
  const outer = leading ? items[0]! : items[items.length - 1]!;
  if (leading ? /^\s/.test(outer) : /\s$/.test(outer)) return false;
  // ` .exe` is looked for in names like `letter.pdf .exe`.
  return leading ? index > 0 && !/^\s+\./.test(item) : index < items.length - 1;
}
