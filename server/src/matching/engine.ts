import type { Loaded, LoadedBlock } from '../loader/index.ts';
import type { SchemaContext } from '../schema/context.ts';
import type { SyntaxTree } from '../syntax/index.ts';
import { fold } from './conditions.ts';
import { environmentByName, expandVariables, type Environment } from './environment.ts';
import { inTriedOrder } from './order.ts';
import { compileProgram, type Decider, type FieldReader, type Program } from './program.ts';

/** What Sysmon does with an event. */
export interface Verdict {
  readonly logged: boolean;
  readonly ruleName: string | null;
  /** What decided; null where nothing matched and the event's default did. */
  readonly decider: Decider | null;
  readonly block: LoadedBlock | null;
}

export interface Engine {
  /**
   * Judges an event as Microsoft's open-source rule engine does (the facts of `matching.md`).
   *
   * @param read gives the fields; the event's own RuleName is not asked for
   */
  judge(eventId: number, read: FieldReader): Verdict;
}

const LOGGED: Verdict = { logged: true, ruleName: null, decider: null, block: null };
const NOT_LOGGED: Verdict = { ...LOGGED, logged: false };

/** What a configuration was read from, and against. */
export interface Source {
  readonly tree: SyntaxTree;
  readonly schemas: SchemaContext;
}

/**
 * Compiles what Sysmon loads from a configuration. The rules of each event id are compiled when its first
 * event comes.
 *
 * @param environment what `%VARIABLE%`s stand for on Windows; not used on Linux, which never expands them
 */
export function createEngine(
  { tree, schemas }: Source,
  loaded: Loaded,
  environment: Environment = {},
): Engine {
  const { newest, platform } = schemas;
  const variables = environmentByName(platform === 'windows' ? environment : {});
  const byTag = new Map<string, LoadedBlock[]>();
  for (const block of loaded.blocks) {
    const blocks = byTag.get(block.event);
    if (blocks) blocks.push(block);
    else byTag.set(block.event, [block]);
  }
  const programs = new Map<number, { readonly program: Program | null; readonly otherwise: Verdict }>();

  const prepare = (eventId: number): { readonly program: Program | null; readonly otherwise: Verdict } => {
    const event = newest.eventsById.get(eventId);
    if (!event) return { program: null, otherwise: NOT_LOGGED };
    // Events without a tag cannot be filtered.
    if (event.tag === null) return { program: null, otherwise: LOGGED };
    const blocks = byTag.get(event.tag);
    if (!blocks) return { program: null, otherwise: event.ruleDefault === 'include' ? LOGGED : NOT_LOGGED };
    const program = compileProgram(
      event,
      inTriedOrder(blocks),
      block => newest.eventsById.get(block.eventId) ?? event,
      condition => {
        const value = expandVariables(tree.content(condition.source.node), variables);
        return value === null ? null : fold(value);
      },
    );
    // A single block says what becomes of the rest; with two or more it is not logged.
    const alone = blocks.length === 1 ? blocks[0] : undefined;
    return { program, otherwise: alone?.onmatch === 'exclude' ? LOGGED : NOT_LOGGED };
  };

  return {
    judge(eventId, read) {
      let prepared = programs.get(eventId);
      if (!prepared) programs.set(eventId, (prepared = prepare(eventId)));
      const match = prepared.program?.match(name => (name === 'RuleName' ? '' : read(name)));
      if (!match) return prepared.otherwise;
      const { block, decider, ruleName } = match;
      return { logged: block.onmatch === 'include', ruleName, decider, block };
    },
  };
}
