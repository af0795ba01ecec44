import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import { applyEdits, type Edit, type Fix } from '../checks/fix.ts';
import { parseDocument, type ParsedDocument } from '../documents.ts';
import { loadDocument } from '../loadDocument.ts';
import type { Levels } from '../checks/levels.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { fixesOf, toTextEdits } from './codeActions.ts';
import { tellProblems, type ToldProblem } from './diagnostics.ts';

/** A repair can bring to light what the damage hid, so the text is looked at again; never without end. */
const MAX_ROUNDS = 10;

/**
 * The text with every fix applied that cannot change what is logged, except for what it repairs.
 *
 * @returns the text, and how many problems were fixed
 */
export function fixAll(
  parsed: ParsedDocument,
  knowledge: Knowledge,
  levels: Levels,
): { readonly text: string; readonly fixed: number } {
  let current = parsed;
  let fixed = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const loaded = loadDocument(current);
    const told = tellProblems(current, loaded, knowledge, levels);
    // In a file that Sysmon refuses, what stands where is not sure: a condition may look needless that is not.
    const due = loaded.accepted ? told : told.filter(({ effect }) => effect === 'rejected');
    const fixes = safeFixes(current, due, knowledge);
    if (fixes.length === 0) break;
    const text = applyEdits(
      current.text,
      fixes.flatMap(fix => fix.edits),
    );
    if (text === current.text) break;
    fixed += fixes.length;
    const { uri, languageId } = parsed.document;
    current = parseDocument(TextDocument.create(uri, languageId, 0, text), parsed.schemas);
  }
  return { text: current.text, fixed };
}

/** The first safe fix of each problem, as far as they do not touch each other: the others have their turn in the next round. */
function safeFixes(parsed: ParsedDocument, told: readonly ToldProblem[], knowledge: Knowledge): Fix[] {
  const taken: Edit[] = [];
  const fixes: Fix[] = [];
  for (const problem of told) {
    const fix = fixesOf(parsed, problem, knowledge).find(each => each.safe);
    if (!fix || fix.edits.some(edit => taken.some(other => touches(edit, other)))) continue;
    taken.push(...fix.edits);
    fixes.push(fix);
  }
  return fixes;
}

function touches(a: Edit, b: Edit): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** The change from one text to another as one edit of what differs. */
export function differenceAsEdits(document: TextDocument, text: string): TextEdit[] {
  const before = document.getText();
  if (before === text) return [];
  const most = Math.min(before.length, text.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === text.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < most - start &&
    before.charCodeAt(before.length - 1 - same) === text.charCodeAt(text.length - 1 - same)
  ) {
    same++;
  }
  return toTextEdits(document, [
    { start, end: before.length - same, text: text.slice(start, text.length - same) },
  ]);
}
