/** Code lenses: lines above blocks that say what is not to be seen in them. */
import type { CodeLens } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { blockLenses } from './lenses/blocks.ts';
import type { LensProvider, LensSettings } from './lenses/lens.ts';
import { lookup } from './lookup.ts';

/** All kinds, in the order in which they stand beside each other. */
const PROVIDERS: readonly LensProvider[] = [blockLenses];

/** Above more places nobody looks for them, and an editor has to keep them all. */
const MOST_LENSES = 5000;

export function codeLenses(parsed: ParsedDocument, knowledge: Knowledge, settings: LensSettings): CodeLens[] {
  if (!parsed.isSysmon) return [];
  const known = lookup(knowledge);
  return PROVIDERS.filter(({ setting }) => settings[setting])
    .flatMap(provider => provider.provide(parsed, known))
    .slice(0, MOST_LENSES);
}
