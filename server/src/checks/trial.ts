import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument, type ParsedDocument } from '../documents.ts';
import { loadDocument, loadedOf } from '../loadDocument.ts';
import { effectOf, type Problem } from '../loader/index.ts';
import { applyEdits, type Edit } from './fix.ts';
import { oncePer } from '../once.ts';

/** What was tried of a document, so that the same question has the same answer and is asked once. */
interface Trials {
  readonly answers: Map<string, boolean>;
  /** How many characters may still be read for trials: a large file in which everything is wrong must not take minutes. */
  left: number;
}

const MOST_READ = 32_000_000;

const trialsOf = oncePer<ParsedDocument, Trials>(() => ({ answers: new Map(), left: MOST_READ }));

/**
 * Whether edits bring no problem to light for which Sysmon refuses the file or drops a part of it: what
 * is wrong often keeps the loader from looking at what stands behind or inside it. Where too much would
 * have to be read to know, the answer is no.
 */
export function causesNoProblem(parsed: ParsedDocument, edits: readonly Edit[]): boolean {
  const known = trialsOf(parsed);
  const key = JSON.stringify(edits);
  const answer = known.answers.get(key);
  if (answer !== undefined) return answer;
  known.left -= parsed.text.length;
  const holds = known.left >= 0 && tryEdits(parsed, edits);
  known.answers.set(key, holds);
  return holds;
}

function tryEdits(parsed: ParsedDocument, edits: readonly Edit[]): boolean {
  const { uri, languageId } = parsed.document;
  const document = TextDocument.create(uri, languageId, 0, applyEdits(parsed.text, edits));
  const before = countSerious(loadedOf(parsed).problems);
  const after = countSerious(loadDocument(parseDocument(document, parsed.schemas)).problems);
  return [...after].every(([code, count]) => count <= (before.get(code) ?? 0));
}

function countSerious(problems: readonly Problem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of problems) {
    const effect = effectOf(code);
    if (effect === 'rejected' || effect === 'dropped') counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}
