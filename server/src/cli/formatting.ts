import { applyEdits } from '../checks/fix.ts';
import { encodeLike } from '../encoding.ts';
import { formattingEdits } from '../features/formatting.ts';
import { detectIndent } from '../features/formatting/options.ts';
import { isBinary, type Analysis } from './analyse.ts';
import { isConfiguration, sameBytes } from './fixing.ts';
import type { BytesInput } from './inputs.ts';

/** What the command line says of how to lay out a file. */
export interface FormatChoices {
  /** What a line is indented by for each element around it; what the file has already where it is left out. */
  readonly indent?: string;
  /** The column up to which a start tag may reach, 0 for any. */
  readonly width: number;
}

/** What becomes of a file that is to be formatted. */
export type Formatted =
  | { readonly kind: 'formatted'; readonly bytes: Uint8Array }
  /** It is laid out as it should be. */
  | { readonly kind: 'unchanged'; readonly reason: string }
  /** It is none of ours, which in a folder of all sorts of files is nothing to complain of. */
  | { readonly kind: 'foreign'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** What a tab counts for in the width of a line, as in an editor that nobody has set up. */
const TAB_SIZE = 4;

/** Lays out the text of a file. Nothing is written. */
export function formatInput(input: BytesInput, analysis: Analysis, choices: FormatChoices): Formatted {
  if (isBinary(analysis)) return { kind: 'refused', reason: 'it is in a binary form and no text' };
  if (!isConfiguration(analysis) || analysis.parsed.configuration.rootRole === 'unknown') {
    return { kind: 'foreign', reason: 'it is no Sysmon configuration' };
  }
  const { parsed } = analysis;
  const [error] = parsed.tree.errors;
  if (error) {
    const { line, character } = parsed.document.positionAt(error.start);
    const place = `line ${line + 1}, column ${character + 1}`;
    return {
      kind: 'refused',
      reason: `its XML is broken at ${place} (${error.code}): “check” says what is wrong`,
    };
  }
  const same = encodeLike(input.bytes, input.text);
  if (!same || !sameBytes(same, input.bytes)) {
    return {
      kind: 'refused',
      reason: `it could not be written as it is read (${input.encoding}): save it as UTF-8 first`,
    };
  }
  const text = applyEdits(
    input.text,
    formattingEdits(parsed, {
      indent: choices.indent ?? detectIndent(parsed.tree),
      tabSize: TAB_SIZE,
      wrapAttributes: choices.width,
    }),
  );
  if (text === input.text) return { kind: 'unchanged', reason: 'nothing to format' };
  // Blanks and line ends are in every encoding.
  return { kind: 'formatted', bytes: encodeLike(input.bytes, text)! };
}
