/** Configurations with events that come close to their conditions, for what judges events. */
import fc from 'fast-check';
import type { SysmonEvent } from '../../server/src/events/event.ts';
import { type loading } from '../unit/loader/loading.ts';
import { configuration } from './generate.ts';

/** Texts that bring conditions close to holding: a value, or a list's item, with something before or behind it. */
const around = fc.record({
  before: fc.constantFrom('', '', 'x', 'C:\\x\\', ';'),
  after: fc.constantFrom('', '', 'x', '\\', ' '),
  upper: fc.boolean(),
  whole: fc.boolean(),
  pick: fc.nat(),
});

/** A configuration, and the shapes of events that `eventsFor` makes for it. */
export const judging = fc.tuple(
  configuration,
  fc.array(fc.array(around, { maxLength: 6 }), { maxLength: 6 }),
);

type Shapes = (typeof judging extends fc.Arbitrary<infer T> ? T : never)[1];

/** Events of every id that the configuration has a block for, made from its own values. */
export function eventsFor({ parsed, loaded }: ReturnType<typeof loading>, shapes: Shapes): SysmonEvent[] {
  const values = loaded.blocks.flatMap(({ conditions }) =>
    conditions.map(({ source }) => parsed.tree.content(source.node)),
  );
  const tags = new Set(loaded.blocks.map(({ event }) => event));
  const events = [...parsed.schemas.newest.eventsById.values()].filter(
    ({ tag }) => tag !== null && tags.has(tag),
  );
  return events.flatMap(event =>
    shapes.map(shape => {
      const fields: Record<string, string> = {};
      shape.forEach(({ before, after, upper, whole, pick }, index) => {
        const value = values[pick % Math.max(1, values.length)] ?? '';
        const items = value.split(';');
        const part = whole ? value : (items[pick % items.length] ?? '');
        const made = before + part + after;
        const { name } = event.fields[(pick + index) % event.fields.length]!;
        fields[name] = upper ? made.toUpperCase() : made;
      });
      return { eventId: event.id, fields };
    }),
  );
}
