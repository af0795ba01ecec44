import { distance } from 'fastest-levenshtein';
import type { ParsedDocument } from '../documents.ts';
import { effectOf, type Effect, type Problem, type ProblemCode, type ProblemData } from '../loader/index.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import type { Advice, AdviceReport } from './advice.ts';
import { escapeAttribute, type Fix } from './fix.ts';

export type Level = 'error' | 'warning' | 'information' | 'hint';

/** What a message is made from: the file, what Sysmon knows, and what is known of it. */
export interface CheckContext {
  readonly parsed: ParsedDocument;
  readonly knowledge: Knowledge;
}

/** A problem, and the values that came with it. */
export class Facts {
  readonly data: ProblemData;

  constructor(readonly problem: Problem) {
    this.data = problem.data ?? {};
  }

  text(key: string): string {
    const value = this.data[key];
    if (typeof value === 'string') return value;
    return value === undefined ? '' : String(value);
  }
  number(key: string): number {
    return Number(this.data[key] ?? Number.NaN);
  }
  list(key: string): readonly string[] {
    const value = this.data[key];
    return Array.isArray(value) ? (value as readonly string[]) : [];
  }
}

/** A check: what a problem is called and how it is told. One file each; `table.ts` lists them. */
export interface Check {
  readonly code: string;
  readonly effect: Effect;
  readonly level: Level;
  /** What the check looks for, in a few words. */
  readonly title: string;
  /**
   * Looks for the problem in all that is loaded; absent where the parser or the loader finds it, and where each
   * condition is looked at by itself (`conditionCheck`).
   */
  readonly run?: (advice: Advice, report: AdviceReport) => void;
  /** The message for one problem: what is so, what Sysmon does because of it, and what to do instead. */
  message(facts: Facts, context: CheckContext): string;
  /** What may have been meant by the text in the problem's range, likeliest first, three at most. */
  suggest(facts: Facts, context: CheckContext): readonly string[];
  /** The ways to put it right, likeliest first. */
  fixes(facts: Facts, context: CheckContext): readonly Fix[];
  /** The check has a way to put a problem right, at least for some. */
  readonly hasFix: boolean;
}

type Part<T> = (facts: Facts, context: CheckContext) => T;

interface CheckText {
  readonly level: Level;
  readonly title: string;
  /** What may have been meant by the text in the range; each becomes a fix that replaces it. */
  readonly suggest?: Part<readonly string[]>;
  readonly fixes?: Part<readonly Fix[]>;
  /** A single suggestion is surely what was meant, so that it may be applied without being looked at. */
  readonly suggestionIsSafe?: Part<boolean>;
}

interface LoaderCheckText extends CheckText {
  readonly code: ProblemCode;
  /** What is so, as the beginning of a sentence. */
  readonly fact: Part<string>;
  /** What Sysmon does because of it, as the end of that sentence; that it refuses the file, unless said. */
  readonly so?: Part<string>;
  /** What to do instead, in whole sentences. */
  readonly instead?: Part<string>;
}

const REFUSED = 'Sysmon refuses the whole file';

/** A check for a problem that the parser or the loader finds. */
export function loaderCheck(text: LoaderCheckText): Check {
  return {
    ...common(text),
    code: text.code,
    effect: effectOf(text.code),
    message(facts, context) {
      const sentence = `${text.fact(facts, context)}, so ${text.so?.(facts, context) ?? REFUSED}.`;
      const meant = text.suggest?.(facts, context) ?? [];
      const question = meant.length > 0 ? `Did you mean ${orList(meant)}?` : '';
      return [sentence, question, text.instead?.(facts, context) ?? ''].filter(part => part !== '').join(' ');
    },
  };
}

/** What a check says that finds what Sysmon takes without a word. */
export interface AdviceText extends CheckText {
  readonly code: string;
  readonly effect: Exclude<Effect, 'rejected'>;
  readonly message: Part<string>;
}

/** A check that looks at what is loaded as a whole. */
export function adviceCheck(
  text: AdviceText & { readonly run: (advice: Advice, report: AdviceReport) => void },
): Check {
  return { ...adviceText(text), run: text.run };
}

/** What a check says, without how the problem is found. */
export function adviceText(text: AdviceText): Check {
  return { ...common(text), code: text.code, effect: text.effect, message: text.message };
}

function common(text: CheckText): Pick<Check, 'level' | 'title' | 'suggest' | 'fixes' | 'hasFix'> {
  const suggest: Check['suggest'] = (facts, context) => text.suggest?.(facts, context) ?? [];
  return {
    level: text.level,
    title: text.title,
    suggest,
    hasFix: text.suggest !== undefined || text.fixes !== undefined,
    fixes(facts, context) {
      const { start, end } = facts.problem;
      const meant = suggest(facts, context);
      const replacements = meant.map((replacement, index): Fix => ({
        title: `Change to “${replacement}”`,
        edits: [{ start, end, text: escapeAttribute(replacement) }],
        preferred: index === 0,
        safe: meant.length === 1 && (text.suggestionIsSafe?.(facts, context) ?? false),
      }));
      return [...replacements, ...(text.fixes?.(facts, context) ?? [])];
    },
  };
}

/** `a`, `a or b`, `a, b or c`. */
export function orList(items: readonly string[]): string {
  return listWith(items, 'or');
}

/** `a`, `a and b`, `a, b and c`. */
export function andList(items: readonly string[]): string {
  return listWith(items, 'and');
}

function listWith(items: readonly string[], word: string): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${word} ${items[items.length - 1]}`;
}

const MOST_SUGGESTIONS = 3;

/**
 * The candidates that a misspelt name may have been meant as, likeliest first.
 *
 * @param aliases what people write for a candidate, when it is too far from it to be a slip
 */
export function nearest(
  name: string,
  candidates: Iterable<string>,
  aliases: Readonly<Record<string, string>> = {},
): readonly string[] {
  const wanted = fold(name);
  if (wanted === '' || wanted.length > MAX_NAME) return [];
  const known = [...candidates];
  const alias = Object.entries(aliases).find(([written]) => fold(written) === wanted)?.[1];
  const sameButForCase = known.filter(candidate => fold(candidate) === wanted);
  if (sameButForCase.length > 0) return sameButForCase.slice(0, 1);
  const near = known
    .map(candidate => ({ candidate, away: distanceTo(wanted, fold(candidate)) }))
    .filter(
      ({ candidate, away }) => away <= Math.max(1, Math.floor(Math.min(wanted.length, candidate.length) / 3)),
    )
    .sort((a, b) => a.away - b.away)
    .map(({ candidate }) => candidate);
  const first = alias !== undefined && known.includes(alias) ? [alias] : [];
  return [...new Set([...first, ...near])].slice(0, MOST_SUGGESTIONS);
}

/** Nobody mistypes a name into something longer than this. */
const MAX_NAME = 60;

function fold(name: string): string {
  return name
    .trim()
    .replace(/[\s_-]+/g, ' ')
    .toLowerCase();
}

/** The edit distance; a name that was not finished counts as near, by how much is missing. */
function distanceTo(wanted: string, candidate: string): number {
  if (wanted.length >= 3 && candidate.startsWith(wanted)) {
    return Math.min(1, candidate.length - wanted.length);
  }
  return distance(wanted, candidate);
}
