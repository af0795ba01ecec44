/**
 * How Sysmon reads `schemaversion` (facts of the open-source loader): as a decimal number as far as one
 * goes, rounded to two places; what stands behind it is not looked at.
 */
export type DeclaredVersion =
  | { readonly kind: 'number'; /** In hundredths: 4.90 is 490. */ readonly number: number }
  /** No number can be read: the loader aborts. */
  | { readonly kind: 'none' }
  /** A number that no version can have. */
  | { readonly kind: 'invalid'; readonly text: string }
  /** A version before 4.0. */
  | { readonly kind: 'unsupported'; readonly number: number };

/** What C's `stod` takes from the beginning of a text. */
const NUMBER =
  /^[ \t\n\v\f\r]*([+-]?(?:0x(?:[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(?:p[+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan))/i;

const FIRST_SUPPORTED = 400;
const LARGEST = 65536 * 100;

/** @param value the attribute's value, null where the attribute is missing */
export function readSchemaversion(value: string | null): DeclaredVersion {
  const match = value === null ? null : NUMBER.exec(value);
  if (!match) return { kind: 'none' };
  const text = match[1]!;
  const number = Math.round(toNumber(text) * 100);
  if (Number.isNaN(number) || number < 100 || number >= LARGEST) return { kind: 'invalid', text };
  if (number < FIRST_SUPPORTED) return { kind: 'unsupported', number };
  return { kind: 'number', number };
}

/** What stands behind the number in `schemaversion`, which Sysmon does not look at; empty where nothing does. */
export function unreadOf(value: string): string {
  return value.replace(NUMBER, '').trim();
}

function toNumber(text: string): number {
  const hexadecimal = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?\d+))?$/i.exec(text);
  if (hexadecimal) {
    const [, sign, whole, fraction, exponent] = hexadecimal;
    const digits = parseInt(`${whole ?? ''}${fraction ?? ''}` || '0', 16);
    const value = digits * 2 ** (Number(exponent ?? 0) - 4 * (fraction ?? '').length);
    return sign === '-' ? -value : value;
  }
  return /inf/i.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number.parseFloat(text);
}
