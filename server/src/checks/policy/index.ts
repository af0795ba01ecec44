import type { Check } from '../check.ts';

/** What Sysmon takes as written, and what a reader of the configuration should know all the same. */
export const POLICY_CHECKS: readonly Check[] = [];
