import type { Configuration } from '../model/index.ts';
import type { DeclaredSchema, SchemaContext } from '../schema/context.ts';
import { NONE } from '../syntax/index.ts';
import { loadBlocks, type DroppedBlock, type LoadedBlock } from './blocks.ts';
import { loadOptions, type LoadedOption } from './options.ts';
import { effectOf, type Problem, type Report } from './problems.ts';
import { readSchemaversion } from './schemaversion.ts';
import { checkStructure } from './structure.ts';

/** What Sysmon makes of a configuration. */
export interface Loaded {
  /** Sysmon takes the file: exactly when none of the problems has the effect `rejected`. */
  readonly accepted: boolean;
  /** What the loader finds, errors of the XML included, in the order of their places. */
  readonly problems: readonly Problem[];
  /** Options in effect; what would be in effect where the file is not accepted. */
  readonly options: readonly LoadedOption[];
  /** Event blocks in Sysmon's order; what would be loaded where the file is not accepted. */
  readonly blocks: readonly LoadedBlock[];
  readonly dropped: readonly DroppedBlock[];
}

/** What the loader is told of the platform that is meant. */
export interface PlatformFacts {
  /** Options that the service refuses there. */
  readonly refusedOptions: ReadonlySet<string>;
}

/**
 * Loads a configuration as Microsoft's open-source loader does (the facts of `loader.md`; released
 * Windows builds are closed and may differ). Never throws.
 *
 * @param found problems that were found before, such as an encoding that Sysmon does not read
 */
export function load(
  configuration: Configuration,
  schemas: SchemaContext,
  declared: DeclaredSchema,
  platform: PlatformFacts,
  found: readonly Problem[] = [],
): Loaded {
  const problems: Problem[] = [...found, ...configuration.tree.errors];
  const report: Report = (code, start, end, data) => {
    problems.push({ code, start, end, data });
  };
  checkSchemaversion(configuration, schemas, declared, report);
  const refused = checkStructure(configuration, schemas, declared, report);
  const options = loadOptions(configuration, schemas, platform.refusedOptions, report);
  const { loaded, dropped } = loadBlocks(configuration, schemas, declared, refused, report);
  problems.sort((a, b) => a.start - b.start || a.end - b.end);
  const accepted = !problems.some(problem => effectOf(problem.code) === 'rejected');
  return { accepted, problems, options, blocks: loaded, dropped };
}

function checkSchemaversion(
  configuration: Configuration,
  schemas: SchemaContext,
  declared: DeclaredSchema,
  report: Report,
): void {
  const { tree, root, rootRole, schemaversion } = configuration;
  if (rootRole !== 'sysmon') return;
  if (schemaversion === NONE) {
    report('schemaversion-missing', tree.nameStart(root), tree.nameEnd(root), { at: tree.nameEnd(root) });
    return;
  }
  const value = tree.attributeValue(schemaversion);
  const version = readSchemaversion(value);
  const start = tree.attributeNameStart(schemaversion);
  const end = tree.attributeEnd(schemaversion);
  const data = { value, newest: schemas.newest.version };
  if (version.kind === 'none') report('schemaversion-not-a-number', start, end, data);
  else if (version.kind === 'invalid') report('schemaversion-invalid', start, end, data);
  else if (version.kind === 'unsupported') report('schemaversion-unsupported', start, end, data);
  else if (declared.tooNew) {
    report('schemaversion-newer', start, end, { ...data, validated: declared.schema.version });
  }
}
