import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createEngine } from '../../server/src/matching/engine.ts';
import { referenceEngine } from '../reference/evaluate.ts';
import { loading } from '../unit/loader/loading.ts';
import { configuration } from './generate.ts';
import { forAll } from './kit.ts';

/** Texts that bring conditions close to holding: a value, or a list's item, with something before or behind it. */
const around = fc.record({
  before: fc.constantFrom('', '', 'x', 'C:\\x\\', ';'),
  after: fc.constantFrom('', '', 'x', '\\', ' '),
  upper: fc.boolean(),
  whole: fc.boolean(),
  pick: fc.nat(),
});

describe('the compiled engine', () => {
  it('judges as the plain one does', () => {
    forAll(
      fc.tuple(configuration, fc.array(fc.array(around, { maxLength: 6 }), { maxLength: 6 })),
      1500,
      ([text, shapes]) => {
        const { parsed, loaded } = loading(text);
        const engine = createEngine(parsed, loaded);
        const reference = referenceEngine(parsed, loaded);
        const { eventsById } = parsed.schemas.newest;
        const values = loaded.blocks.flatMap(({ conditions }) =>
          conditions.map(({ source }) => parsed.tree.content(source.node)),
        );
        const tags = new Set(loaded.blocks.map(({ event }) => event));
        const events = [...eventsById.values()].filter(({ tag }) => tag !== null && tags.has(tag));
        for (const event of events) {
          for (const shape of shapes) {
            const fields: Record<string, string> = {};
            shape.forEach(({ before, after, upper, whole, pick }, index) => {
              const value = values[pick % Math.max(1, values.length)] ?? '';
              const items = value.split(';');
              const part = whole ? value : (items[pick % items.length] ?? '');
              const made = before + part + after;
              const { name } = event.fields[(pick + index) % event.fields.length]!;
              fields[name] = upper ? made.toUpperCase() : made;
            });
            const { logged, ruleName } = engine.judge(event.id, name => fields[name]);
            const expected = reference({ event: event.tag, eventId: event.id, fields });
            assert.deepEqual(
              { logged, ruleName },
              expected,
              `${event.id} ${JSON.stringify(fields)}\n${text}`,
            );
          }
        }
      },
    );
  });
});
