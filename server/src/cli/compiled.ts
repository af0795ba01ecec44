import type { Analysis } from './analyse.ts';

/**
 * What Sysmon loads from a configuration, in the form of the command line's contract; nothing is loaded
 * from a file that is not accepted. Lines count from 1.
 */
export function compiled({ parsed, loaded }: Analysis): object {
  const { document, tree } = parsed;
  const blocks = loaded.accepted ? loaded.blocks : [];
  return {
    accepted: loaded.accepted,
    options: loaded.accepted
      ? Object.fromEntries(loaded.options.map(({ name, value }) => [name, value]))
      : {},
    loaded: blocks.map(({ eventId, event, onmatch, relation, conditions }) => ({
      eventId,
      event,
      onmatch,
      relation,
      conditions: conditions.map(({ field, condition, name, rule, source }) => [
        field,
        condition,
        tree.content(source.node),
        name,
        rule?.number ?? null,
        rule?.relation ?? null,
      ]),
    })),
    dropped: loaded.accepted
      ? loaded.dropped.map(({ block, code }) => ({
          event: block.tag,
          line: document.positionAt(tree.start(block.node)).line + 1,
          code,
        }))
      : [],
  };
}
