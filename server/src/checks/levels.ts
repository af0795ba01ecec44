import { Kind } from '../syntax/index.ts';
import type { ParsedDocument } from '../documents.ts';
import type { Check, Level } from './check.ts';

/** A level that a user gave a check; `off` for none at all. */
export type LevelSetting = Level | 'off';
export const LEVEL_SETTINGS: readonly LevelSetting[] = ['off', 'hint', 'information', 'warning', 'error'];

/** Levels by the code of the check. */
export type Levels = Readonly<Record<string, LevelSetting>>;

/** The level of a check as the user has it. What makes Sysmon refuse a file stays an error. */
export function levelOf(check: Check, levels: Levels): LevelSetting {
  if (check.effect === 'rejected') return check.level;
  return Object.hasOwn(levels, check.code) ? levels[check.code]! : check.level;
}

/** What silences the next line: `<!-- sysmon-disable-next-line code code -->`. */
const DISABLE = 'sysmon-disable-next-line';
const COMMENT = /^<!--\s*sysmon-disable-next-line((?:[\s,]+[a-z0-9-]+)*)\s*(?:-->)?$/;

/** The codes that comments silence, by the number of the line (from 0) that they are silenced in. */
export type Silenced = ReadonlyMap<number, ReadonlySet<string>>;

/** Reads the comments of a document that silence checks. */
export function silencedIn({ tree, text, document }: ParsedDocument): Silenced {
  const silenced = new Map<number, Set<string>>();
  if (!text.includes(DISABLE)) return silenced;
  for (let node = 1; node < tree.nodeCount; node++) {
    if (tree.kind(node) !== Kind.comment) continue;
    const codes = COMMENT.exec(text.slice(tree.start(node), tree.end(node)))?.[1]?.match(/[a-z0-9-]+/g);
    if (!codes) continue;
    const line = document.positionAt(tree.end(node)).line + 1;
    const known = silenced.get(line) ?? new Set<string>();
    for (const code of codes) known.add(code);
    silenced.set(line, known);
  }
  return silenced;
}

/** The comment that silences a check in the line below it. */
export function silencingComment(code: string): string {
  return `<!-- ${DISABLE} ${code} -->`;
}
