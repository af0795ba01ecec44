import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createEngine } from '../../../server/src/matching/engine.ts';
import { referenceEngine } from '../../reference/evaluate.ts';
import { missing, shared } from '../../shared.ts';
import { loading } from '../loader/loading.ts';

interface Case {
  readonly id: string;
  readonly xml: string;
  readonly events: readonly {
    readonly event: string;
    readonly eventId: number;
    readonly fields: Readonly<Record<string, string>>;
    readonly logged: boolean;
    readonly ruleName: string | null;
  }[];
}

interface RealEvents {
  readonly config: string;
  readonly events: string;
  readonly logged: string;
  readonly ruleNames: Readonly<Record<number, string>>;
}

describe('agreement with Microsoft’s open-source rule engine', () => {
  const CASES = 'parity/match.jsonl';
  it('judges every generated event as it does, compiled and plain', { skip: missing(CASES) }, () => {
    for (const line of readFileSync(shared(CASES), 'utf8').trim().split('\n')) {
      const { id, xml, events } = JSON.parse(line) as Case;
      const { parsed, loaded } = loading(xml);
      const engine = createEngine(parsed, loaded);
      const reference = referenceEngine(parsed, loaded);
      for (const event of events) {
        const expected = { logged: event.logged, ruleName: event.ruleName };
        const { logged, ruleName } = engine.judge(event.eventId, name => event.fields[name]);
        assert.deepEqual({ logged, ruleName }, expected, `case ${id}: ${JSON.stringify(event.fields)}`);
        assert.deepEqual(reference(event), expected, `reference, case ${id}`);
      }
    }
  });

  const REAL = 'parity/real-events.jsonl';
  it('judges real events against real configurations as it does', { skip: missing(REAL) }, () => {
    for (const line of readFileSync(shared(REAL), 'utf8').trim().split('\n')) {
      const expected = JSON.parse(line) as RealEvents;
      const { parsed, loaded } = loading(readFileSync(shared(expected.config), 'utf8'));
      const engine = createEngine(parsed, loaded);
      const events = gunzipSync(readFileSync(shared(expected.events)))
        .toString('utf8')
        .trim()
        .split('\n');
      assert.equal(events.length, expected.logged.length);
      for (const [index, text] of events.entries()) {
        const event = JSON.parse(text) as Record<string, string | number | null | undefined>;
        const read = (name: string): string | undefined =>
          event[name] === undefined || event[name] === null ? undefined : String(event[name]);
        const { logged, ruleName } = engine.judge(Number(event['EventID']), read);
        assert.equal(logged, expected.logged[index] === '1', `${expected.config}, event ${index}`);
        assert.equal(ruleName, expected.ruleNames[index] ?? null, `${expected.config}, event ${index}`);
      }
    }
  });
});
