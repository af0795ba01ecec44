import type { Check } from '../check.ts';

/** Conditions that can never hold, always hold, or say what another one says already. */
export const CONDITION_CHECKS: readonly Check[] = [];
