import type { OnMatch } from '../loader/index.ts';
import type { ConditionMeaning } from '../matching/conditions.ts';
import type { FieldKindName, Knowledge } from '../schema/knowledge.ts';
import type { Advice, AdviceReport, JudgedCondition } from './advice.ts';
import { adviceText, type AdviceText, type Check } from './check.ts';

/**
 * Which conditions a check looks at. It is data, so that for most conditions one look at a table says that no
 * check is concerned.
 */
export interface Concern {
  /** Fields that hold one of these. Those that hold a path are left alone on Linux, where paths are written otherwise. */
  readonly kinds?: readonly FieldKindName[];
  /** These fields only. */
  readonly fields?: (knowledge: Knowledge) => Iterable<string>;
  /** Conditions that compare so. */
  readonly meaning?: (meaning: ConditionMeaning) => boolean;
  /** Values that have one of these: bits of `Mark`. */
  readonly marks?: number;
  /** Blocks that do this with what they match. */
  readonly onmatch?: OnMatch;
  /** Windows only. */
  readonly windows?: boolean;
}

/** What a check says of one condition. */
export type Look = (condition: JudgedCondition, advice: Advice, report: AdviceReport) => void;

export interface ConditionCheck extends Check {
  readonly concern: Concern;
  readonly look: Look;
}

/** A check for what can be said of each condition by itself. */
export function conditionCheck(
  text: AdviceText & { readonly concern: Concern; readonly look: Look },
): ConditionCheck {
  return { ...adviceText(text), concern: text.concern, look: text.look };
}

export function isConditionCheck(check: Check): check is ConditionCheck {
  return 'look' in check;
}
