import type { ParsedDocument } from './documents.ts';
import { load, type Loaded, type Problem } from './loader/index.ts';
import { linux } from './schema/data.ts';
import { oncePer } from './once.ts';

const windowsFacts = { refusedOptions: new Set<string>() };
const linuxFacts = { refusedOptions: new Set(linux.refusedOptions) };

/** What Sysmon makes of a document that was read. */
export function loadDocument(parsed: ParsedDocument, found?: readonly Problem[]): Loaded {
  const facts = parsed.schemas.platform === 'linux' ? linuxFacts : windowsFacts;
  return load(parsed.configuration, parsed.schemas, parsed.declared, facts, found);
}

/** The same, worked out once for each parsed document. */
export const loadedOf = oncePer((parsed: ParsedDocument): Loaded => loadDocument(parsed));

/** The problem that a file is in an encoding that Sysmon does not read. */
export function encodingProblem(input: {
  readonly encoding: string;
  readonly supported: boolean;
}): readonly Problem[] {
  return input.supported
    ? []
    : [{ code: 'unsupported-encoding', start: 0, end: 0, data: { encoding: input.encoding } }];
}
