import { TextDocument } from 'vscode-languageserver-textdocument';
import { encodeLike } from '../encoding.ts';
import { parseDocument } from '../documents.ts';
import { fixAll } from '../features/fixAll.ts';
import { effectOf } from '../loader/index.ts';
import { knowledge } from '../schema/data.ts';
import { analyse, type Analysis } from './analyse.ts';
import { STANDARD_INPUT, type BytesInput } from './inputs.ts';
import type { InputSettings } from './settings.ts';

/** What becomes of a file that is to be fixed. */
export type Outcome =
  /** It gets these bytes. */
  | {
      readonly kind: 'fixed';
      readonly analysis: Analysis;
      readonly bytes: Uint8Array;
      readonly fixed: number;
    }
  /** It stays as it is, since there is nothing to do or nothing that would make it better. */
  | { readonly kind: 'unchanged'; readonly reason: string }
  /** It stays as it is, although there was something to do. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Applies the fixes to the text of a file that cannot change what is logged. Nothing is written.
 *
 * @param before the file as it is
 */
export function fixInput(input: BytesInput, before: Analysis, { schemas, levels }: InputSettings): Outcome {
  if (!isConfiguration(before)) {
    return { kind: 'unchanged', reason: 'it is no Sysmon configuration, so it is left alone' };
  }
  if (!input.supported) {
    return {
      kind: 'refused',
      reason: `it is written in ${input.encoding}, which Sysmon does not read: save it as UTF-8 first`,
    };
  }
  // What cannot be read without loss cannot be written without loss.
  const same = encodeLike(input.bytes, input.text);
  if (!same || !sameBytes(same, input.bytes)) {
    return { kind: 'refused', reason: `it has bytes that are no ${input.encoding}, which would be lost` };
  }
  const { text, fixed } = fixAll(before.parsed, knowledge, levels);
  if (text === input.text) return { kind: 'unchanged', reason: 'nothing to fix' };
  const bytes = encodeLike(input.bytes, text);
  if (!bytes) {
    return { kind: 'refused', reason: `the fixes need a character that ${input.encoding} does not have` };
  }
  const analysis = analyse(input.file, text, schemas);
  const objection = objectionTo(before, analysis);
  return objection ?? { kind: 'fixed', analysis, bytes, fixed };
}

/** A fix that makes things worse is a mistake of ours, which must not reach the file. */
function objectionTo(before: Analysis, after: Analysis): Outcome | null {
  if (after.loaded.accepted) return null;
  if (before.loaded.accepted) {
    return {
      kind: 'refused',
      reason: 'Sysmon would refuse the result, so it was not written. This is a mistake of sysmon-config',
    };
  }
  if (refusals(after) < refusals(before)) return null;
  return { kind: 'unchanged', reason: 'the fixes would not bring it nearer to being accepted' };
}

/** How many problems keep Sysmon from taking the file. */
function refusals({ loaded }: Analysis): number {
  return loaded.problems.filter(({ code }) => effectOf(code) === 'rejected').length;
}

/** A folder of configurations can hold other XML, which must not be changed by the rules of this one. */
export function isConfiguration({ file, parsed: { text, schemas, isSysmon } }: Analysis): boolean {
  if (file === STANDARD_INPUT || /\.smc$/i.test(file)) return isSysmon;
  return parseDocument(TextDocument.create(file, 'xml', 0, text), schemas).isSysmon;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
