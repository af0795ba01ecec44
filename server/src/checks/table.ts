import type { Check } from './check.ts';
import { CONDITION_CHECKS } from './conditions/index.ts';
import { LOADING_CHECKS } from './loading/index.ts';
import { POLICY_CHECKS } from './policy/index.ts';
import { XML_CHECKS } from './xml/index.ts';

/** All checks; the order is that of the documentation. */
export const CHECKS: readonly Check[] = [
  ...XML_CHECKS,
  ...LOADING_CHECKS,
  ...CONDITION_CHECKS,
  ...POLICY_CHECKS,
];

const byCode = new Map<string, Check>(CHECKS.map(check => [check.code, check]));

/**
 * The check of a code.
 *
 * @throws {RangeError} when no check has it: a problem was given a code without a row in the table
 */
export function checkOf(code: string): Check {
  const check = byCode.get(code);
  if (!check) throw new RangeError(`No check has the code ${code}.`);
  return check;
}
