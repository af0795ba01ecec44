/**
 * The data that is shipped with the product. `compiled.json` is made from `schemas/` by
 * `scripts/compile-schemas.ts` before anything else is built or tested.
 */
import compiledJson from './compiled.json' with { type: 'json' };
import type { Knowledge, LinuxKnowledge } from './knowledge.ts';
import { inflateManifests, type CompiledSchemas } from './pools.ts';
import type { Manifest } from './types.ts';

// The compiler sees only the shape that the file happens to have; `compileSchemas` guarantees this one.
const compiled = compiledJson as unknown as CompiledSchemas;

let manifests: readonly Manifest[] | undefined;

/** The manifests of all known Windows versions, ascending by version; put together at the first call. */
export function shippedManifests(): Manifest[] {
  manifests ??= inflateManifests(compiled);
  return [...manifests];
}

/** What is known of the things in the manifests. */
export const knowledge: Knowledge = compiled.knowledge;

/** What Sysmon for Linux does differently. */
export const linux: LinuxKnowledge = compiled.linux;
