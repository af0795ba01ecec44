import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEngine } from '../../server/src/matching/engine.ts';
import { traceEvent } from '../../server/src/matching/trace.ts';
import { referenceEngine } from '../reference/evaluate.ts';
import { loading } from '../unit/loader/loading.ts';
import { eventsFor, judging } from './judging.ts';
import { forAll } from './kit.ts';

describe('the compiled engine', () => {
  it('judges as the plain one does', () => {
    forAll(judging, 1500, ([text, shapes]) => {
      const { parsed, loaded } = loading(text);
      const engine = createEngine(parsed, loaded);
      const reference = referenceEngine(parsed, loaded);
      for (const { eventId, fields } of eventsFor({ parsed, loaded }, shapes)) {
        const { logged, ruleName } = engine.judge(eventId, name => fields[name]);
        const event = parsed.schemas.newest.eventsById.get(eventId)?.tag ?? null;
        const expected = reference({ event, eventId, fields: fields as Record<string, string> });
        assert.deepEqual({ logged, ruleName }, expected, `${eventId} ${JSON.stringify(fields)}\n${text}`);
      }
    });
  });
});

describe('the trace of an event', () => {
  it('comes to the verdict of the engine, by the same condition', () => {
    const environment = { temp: 'C:\\x' };
    for (const platform of ['windows', 'linux'] as const) {
      forAll(judging, 700, ([text, shapes]) => {
        const { parsed, loaded } = loading(text, { platform });
        const engine = createEngine(parsed, loaded, environment);
        for (const { eventId, fields } of eventsFor({ parsed, loaded }, shapes)) {
          const read = (name: string): string | undefined => fields[name];
          const { logged, ruleName, decider, block } = traceEvent(parsed, loaded, environment, eventId, read);
          const expected = engine.judge(eventId, read);
          const what = `${eventId} ${JSON.stringify(fields)}\n${text}`;
          assert.deepEqual(
            { logged, ruleName },
            { logged: expected.logged, ruleName: expected.ruleName },
            what,
          );
          assert.equal(block, expected.block, what);
          assert.equal(decider, expected.decider, what);
        }
      });
    }
  });
});
