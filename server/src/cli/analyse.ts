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
  return { file, parsed, loaded: loadDocument(parsed, found) };
}

export function problemsOf({ parsed, loaded }: Analysis, levels: Levels): ToldProblem[] {
  return tellProblems(parsed, loaded, knowledge, levels);
}

/** The titles of the fixes for a problem, likeliest first. */
export function fixTitles({ parsed }: Analysis, problem: ToldProblem): string[] {
  return fixesOf(parsed, problem, knowledge).map(({ title }) => title);
}
