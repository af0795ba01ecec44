import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument, LANGUAGE_ID, type ParsedDocument } from '../documents.ts';
import type { Levels } from '../checks/levels.ts';
import { fixesOf } from '../features/codeActions.ts';
import { tellProblems, type ToldProblem } from '../features/diagnostics.ts';
import { loadDocument } from '../loadDocument.ts';
import type { Loaded, Problem } from '../loader/index.ts';
import type { SchemaContext } from '../schema/context.ts';
import { knowledge } from '../schema/data.ts';

export { encodingProblem } from '../loadDocument.ts';

/** A configuration and what Sysmon makes of it. */
export interface Analysis {
  readonly file: string;
  readonly parsed: ParsedDocument;
  readonly loaded: Loaded;
}

/** @param text the configuration; @param found problems that were found while reading it */
export function analyse(
  file: string,
  text: string,
  schemas: SchemaContext,
  found: readonly Problem[] = [],
): Analysis {
  const parsed = parseDocument(TextDocument.create(file, LANGUAGE_ID, 0, text), schemas);
  const loaded = loadDocument(parsed, found);
  return { file, parsed, loaded: isBinary({ parsed, loaded }) ? { ...loaded, problems: [BINARY] } : loaded };
}

/** It is no text; each of its bytes would be a problem of its own, and none of them is what is wrong. */
export function isBinary({ parsed, loaded }: Pick<Analysis, 'parsed' | 'loaded'>): boolean {
  return !loaded.accepted && parsed.configuration.rootRole === 'unknown' && parsed.text.includes('\0');
}

const BINARY: Problem = {
  code: 'unsupported-encoding',
  start: 0,
  end: 0,
  data: { encoding: 'a binary form and no text' },
};

export function problemsOf({ parsed, loaded }: Analysis, levels: Levels): ToldProblem[] {
  return tellProblems(parsed, loaded, knowledge, levels);
}

/** The titles of the fixes for a problem, likeliest first. */
export function fixTitles({ parsed }: Analysis, problem: ToldProblem): string[] {
  return fixesOf(parsed, problem, knowledge).map(({ title }) => title);
}
