/**
 * Packs the data of `schemas/` into one JSON structure that is bundled with the product. It runs at build
 * time only; `data.ts` unpacks the result. Neighbouring versions share most of their events and options,
 * so each different one is kept once, in a pool, and manifests refer to it by its index.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge, LinuxKnowledge } from './knowledge.ts';
import { ManifestError, readManifest } from './manifest.ts';
import type { CompiledManifest, CompiledSchemas } from './pools.ts';
import { createPool } from './pools.ts';
import { versionNumber } from './schema.ts';
import type { EventDefinition, FieldDefinition, Manifest, OptionDefinition } from './types.ts';

/**
 * Reads the manifests and the knowledge.
 *
 * @param directory The folder `schemas`.
 * @returns What `data.ts` imports, manifests ascending by version.
 * @throws {Error} When a file is missing or not readable as what it should be, with the file's name.
 */
export function compileSchemas(directory: string): CompiledSchemas {
  const fields = createPool<FieldDefinition>();
  const options = createPool<OptionDefinition>();
  const conditions = createPool<readonly string[]>();
  const events = createPool<{ event: Omit<EventDefinition, 'fields'>; fields: number[] }>();
  const pack = (manifest: Manifest): CompiledManifest => ({
    schemaversion: manifest.schemaversion,
    binaryversion: manifest.binaryversion,
    conditions: conditions.add(manifest.conditions),
    defaultCondition: manifest.defaultCondition,
    options: manifest.options.map(options.add),
    events: manifest.events.map(({ fields: own, ...event }) =>
      events.add({ event, fields: own.map(fields.add) }),
    ),
    derived: manifest.derived,
  });
  return {
    manifests: readManifests(join(directory, 'windows')).map(pack),
    fields: fields.items,
    options: options.items,
    conditions: conditions.items,
    events: events.items,
    knowledge: readKnowledge(directory),
    linux: readJson<LinuxKnowledge>(directory, 'linux/linux.json'),
  };
}

/**
 * Reads every manifest of a folder, ascending by version.
 *
 * @throws {Error} When one is not usable, or its name is not its version.
 */
export function readManifests(directory: string): Manifest[] {
  const files = readdirSync(directory).filter(name => name.endsWith('.xml'));
  const manifests = files.map(name => {
    try {
      const manifest = readManifest(readFileSync(join(directory, name), 'utf8'));
      if (`${manifest.schemaversion}.xml` !== name) {
        throw new ManifestError(`The file's name is not its schemaversion ${manifest.schemaversion}.`);
      }
      return manifest;
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      throw new Error(`${name}: ${error.message}`, { cause: error });
    }
  });
  return manifests.sort((a, b) => versionNumber(a.schemaversion) - versionNumber(b.schemaversion));
}

function readKnowledge(directory: string): Knowledge {
  const events = readJson<Pick<Knowledge, 'mechanisms' | 'events' | 'general'>>(directory, 'events.json');
  const access = readJson<{
    rights: Knowledge['accessRights'];
    combinations: Knowledge['accessCombinations'];
  }>(directory, 'access-mask.json');
  const attack = readJson<{ version: string; notice: string } & Pick<Knowledge, 'techniques' | 'tactics'>>(
    directory,
    'attack.json',
  );
  return {
    mechanisms: events.mechanisms,
    events: events.events,
    general: events.general,
    fields: readJson(directory, 'fields.json'),
    conditions: readJson(directory, 'conditions.json'),
    options: readJson(directory, 'options.json'),
    values: readJson(directory, 'values.json'),
    keywords: readJson(directory, 'keywords.json'),
    aliases: readJson(directory, 'aliases.json'),
    environment: readJson(directory, 'environment.json'),
    checks: readJson(directory, 'checks.json'),
    phrases: readJson(directory, 'phrases.json'),
    policy: readJson(directory, 'policy.json'),
    releases: readJson(directory, 'releases.json'),
    accessRights: access.rights,
    accessCombinations: access.combinations,
    techniques: attack.techniques,
    tactics: attack.tactics,
    background: readJson(directory, 'background.json'),
    attackNotice: attack.notice,
    attackVersion: attack.version,
  };
}

/** The shape of the data files is held by the tests, which look at every entry. */
function readJson<T>(directory: string, name: string): T {
  try {
    return JSON.parse(readFileSync(join(directory, name), 'utf8')) as T;
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
