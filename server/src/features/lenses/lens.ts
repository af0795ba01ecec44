import type { CodeLens, Command } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../../documents.ts';
import type { Lookup } from '../lookup.ts';
import { rangeOf } from '../nodes.ts';

/** Which code lenses are shown. */
export interface LensSettings {
  /** Above each block: how many conditions it has, and what it does. */
  readonly blocks: boolean;
}

/** One kind of code lens: gives what stands above the lines of a configuration, in their order. */
export interface LensProvider {
  readonly setting: keyof LensSettings;
  provide(parsed: ParsedDocument, known: Lookup): readonly CodeLens[];
}

/**
 * A lens above the line of an offset.
 *
 * @param command what a click does; nothing where it is left out
 */
export function lensAt(
  parsed: ParsedDocument,
  start: number,
  end: number,
  title: string,
  command: Omit<Command, 'title'> = { command: '' },
): CodeLens {
  return {
    range: rangeOf(parsed, { start, end }),
    command: { title, ...command },
  };
}
