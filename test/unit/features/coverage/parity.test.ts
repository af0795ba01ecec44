import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { missing, shared } from '../../../shared.ts';
import { parseDocument } from '../../../../server/src/documents.ts';
import { coverage } from '../../../../server/src/features/coverage.ts';
import { knowledge, schemasFor } from '../../kit.ts';

const CASES = 'parity/match.jsonl';

interface Case {
  readonly id: string;
  readonly xml: string;
  readonly events: readonly { readonly eventId: number; readonly logged: boolean }[];
}

describe('the coverage beside the verdicts of the rule engine', () => {
  it('says off only of what is never logged, and everything only of what always is', { skip: missing(CASES) }, () => {
    const schemas = schemasFor();
    const looked = { off: 0, everything: 0, default: 0, include: 0, exclude: 0, both: 0 };
    for (const line of readFileSync(shared(CASES), 'utf8').split('\n')) {
      if (line === '') continue;
      const { id, xml, events } = JSON.parse(line) as Case;
      const document = TextDocument.create('file:///case.xml', 'sysmon', 1, xml);
      const found = coverage(parseDocument(document, schemas), knowledge);
      assert.ok(found);
      if (!found.accepted) continue;
      const states = new Map(found.events.map(event => [event.id, event.state]));
      for (const { eventId, logged } of events) {
        const state = states.get(eventId);
        assert.ok(state, `${id}: ${eventId}`);
        looked[state]++;
        if (state === 'off') assert.equal(logged, false, `${id}: event ${eventId} is logged`);
        if (state === 'everything' || state === 'default') {
          assert.equal(logged, true, `${id}: event ${eventId} is not logged`);
        }
      }
    }
    // Events without any block are not among the cases.
    for (const state of ['off', 'everything', 'include', 'exclude', 'both'] as const) {
      assert.ok(looked[state] > 0, state);
    }
  });
});
