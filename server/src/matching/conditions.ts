/**
 * What each condition means, observed on Microsoft's open-source rule engine (the facts of
 * `matching.md`): everything is compared without case (ASCII only), and there are no wildcards, no
 * regular expressions and no numbers.
 */

/** How a value is held against a field. */
export type Comparison = 'equal' | 'part' | 'beginning' | 'end' | 'file' | 'less' | 'more';

export interface ConditionMeaning {
  /** Its place in `CONDITIONS`. */
  readonly index: number;
  readonly comparison: Comparison;
  /** The value is a list of items between `;`. */
  readonly list: boolean;
  /** In a list: every item must compare, and not just one. */
  readonly every: boolean;
  /** The condition holds where the comparison does not. */
  readonly negated: boolean;
}

const LIST = { list: true };
const NOT = { negated: true };

type Row = readonly [name: string, comparison: Comparison, flags?: Partial<ConditionMeaning>];

const ROWS: readonly Row[] = [
  ['is', 'equal'],
  ['is not', 'equal', NOT],
  ['is any', 'equal', LIST],
  ['contains', 'part'],
  ['contains any', 'part', LIST],
  ['contains all', 'part', { ...LIST, every: true }],
  ['excludes', 'part', NOT],
  ['excludes any', 'part', { ...LIST, ...NOT }],
  ['excludes all', 'part', { ...LIST, ...NOT, every: true }],
  ['begin with', 'beginning'],
  ['not begin with', 'beginning', NOT],
  ['end with', 'end'],
  ['not end with', 'end', NOT],
  ['image', 'file'],
  ['less than', 'less'],
  ['more than', 'more'],
];

/** By name in lower case. `excludes any` and `excludes all` are the other way round in Microsoft's documentation. */
export const CONDITIONS: ReadonlyMap<string, ConditionMeaning> = new Map(
  ROWS.map(([name, comparison, flags], index): [string, ConditionMeaning] => [
    name,
    { index, comparison, list: false, every: false, negated: false, ...flags },
  ]),
);

/** A text as Sysmon compares it: ASCII letters in lower case, all others as they are. */
export function fold(text: string): string {
  // Of plain ASCII the whole text can be folded at once, which is much faster.
  return isAscii(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, letters => letters.toLowerCase());
}

export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text);
}

// eslint-disable-next-line no-control-regex -- every character of ASCII is meant
const NOT_ASCII = /[^\x00-\x7f]/;

/**
 * The items of a list value. There is no escape and nothing is trimmed. In `part` comparisons an empty
 * item that is not the last is looked for as the literal rest of the text from its `;` on; in `equal`
 * ones it never equals a field.
 */
export function listItems(value: string, comparison: Comparison): readonly string[] {
  const items = value.split(';');
  if (comparison === 'equal' || !items.includes('')) return items;
  let offset = 0;
  return items.map((item, index) => {
    const rest = value.slice(offset);
    offset += item.length + 1;
    return item === '' && index < items.length - 1 ? rest : item;
  });
}

/**
 * Whether a condition holds for a field, both as they are written; the plain reading of the rules.
 *
 * @param condition a name of `CONDITIONS`, in lower case
 * @param field the event's field, `-` where it is empty
 * @throws {RangeError} when there is no such condition
 */
export function holds(condition: string, value: string, field: string): boolean {
  return conditionTest(condition, value)(fold(field));
}

/**
 * The same for many fields: the value is folded and cut into its items once.
 *
 * @returns a function of the folded field
 * @throws {RangeError} when there is no such condition
 */
export function conditionTest(condition: string, value: string): (folded: string) => boolean {
  const known = CONDITIONS.get(condition);
  if (!known) throw new RangeError(`There is no condition ${condition}.`);
  const { comparison, list, every, negated } = known;
  const v = fold(value);
  const items = list ? listItems(v, comparison) : [v];
  return folded => {
    const compares = (item: string): boolean => compare(comparison, item, folded);
    return (every ? items.every(compares) : items.some(compares)) !== negated;
  };
}

function compare(comparison: Comparison, v: string, f: string): boolean {
  switch (comparison) {
    case 'equal':
      return f === v;
    case 'part':
      return f !== '' && f.includes(v);
    case 'beginning':
      return f.startsWith(v);
    case 'end':
      return f.endsWith(v);
    case 'file':
      return v.includes('\\') ? f === v : f.slice(f.lastIndexOf('\\') + 1) === v;
    // Letters count as upper case here, so `_` sorts behind them.
    case 'less':
      return upper(f) < upper(v);
    case 'more':
      return upper(f) > upper(v);
  }
}

function upper(text: string): string {
  return text.replace(/[a-z]+/g, letters => letters.toUpperCase());
}
