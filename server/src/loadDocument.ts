import type { ParsedDocument } from './documents.ts';
import { load, type Loaded, type Problem } from './loader/index.ts';
import { linux } from './schema/data.ts';

const windowsFacts = { refusedOptions: new Set<string>() };
const linuxFacts = { refusedOptions: new Set(linux.refusedOptions) };

/** What Sysmon makes of a document that was read. */
export function loadDocument(parsed: ParsedDocument, found?: readonly Problem[]): Loaded {
  const facts = parsed.schemas.platform === 'linux' ? linuxFacts : windowsFacts;
  return load(parsed.configuration, parsed.schemas, parsed.declared, facts, found);
}
