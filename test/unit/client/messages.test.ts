import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Atlas as ClientAtlas, Coverage as ClientCoverage } from '../../../client/src/views/results.ts';
import type {
  ExcludeAnswer,
  ReplayAnswer as ClientReplayAnswer,
} from '../../../client/src/views/replayResults.ts';
import { readDocument, readEvent, readMessage } from '../../../client/src/views/messages.ts';
import type { Atlas } from '../../../server/src/features/atlas.ts';
import type { Coverage } from '../../../server/src/features/coverage.ts';
import type { Excluding } from '../../../server/src/features/replayExclude.ts';
import type { ReplayAnswer } from '../../../server/src/requests/replay.ts';

const at = (line: unknown, character: unknown): object => ({ line, character });

describe('messages from a webview', () => {
  const fine: readonly object[] = [
    { type: 'ready' },
    { type: 'coverage' },
    { type: 'copy', text: 'fltmc filters' },
    { type: 'reveal', range: { start: at(0, 1), end: at(2, 3) } },
    { type: 'atlas', event: 11 },
    { type: 'export', format: 'png' },
    { type: 'png', data: 'aGFsbG8=' },
    { type: 'exclude', event: 22, field: 'Image', process: 'C:\\a.exe' },
  ];
  for (const message of fine) {
    it(`are taken as they are: ${JSON.stringify(message)}`, () => {
      assert.deepEqual(readMessage(message), message);
      // What is too much is left behind.
      assert.deepEqual(readMessage({ ...message, more: 1 }), message);
    });
  }

  const wrong: readonly unknown[] = [
    null,
    undefined,
    'ready',
    7,
    [],
    {},
    { type: 'eval', text: 'x' },
    { type: '__proto__' },
    { type: 'copy' },
    { type: 'copy', text: 'x'.repeat(1001) },
    { type: 'reveal' },
    { type: 'reveal', range: { start: at(0, 1) } },
    { type: 'reveal', range: { start: at(-1, 1), end: at(0, 1) } },
    { type: 'reveal', range: { start: at(0.5, 1), end: at(0, 1) } },
    { type: 'reveal', range: { start: at('0', 1), end: at(0, 1) } },
    { type: 'atlas', event: '11' },
    { type: 'atlas', event: Number.NaN },
    { type: 'export', format: '../../x' },
    { type: 'png', data: 'not base64!' },
    { type: 'png', data: '' },
    { type: 'exclude', event: 22, field: 'Image' },
    { type: 'exclude', event: 22, field: 'Image', process: 'x'.repeat(1001) },
  ];
  for (const message of wrong) {
    it(`are dropped when they are wrong: ${JSON.stringify(message)?.slice(0, 80)}`, () => {
      assert.equal(readMessage(message), null);
    });
  }
});

describe('the document that a page of the coverage remembers', () => {
  it('is an address or nothing', () => {
    for (const document of ['file:///c%3A/a.xml', 'untitled:Untitled-1', 'vscode-remote://host/a.xml']) {
      assert.equal(readDocument({ document, filter: '', scroll: 0 }), document);
    }
    for (const state of [
      undefined,
      null,
      'file:///a',
      {},
      { document: '' },
      { document: 7 },
      { document: '/a' },
    ]) {
      assert.equal(readDocument(state), null, JSON.stringify(state));
    }
  });
});

describe('the argument of the command sysmon.atlas', () => {
  it('is an event or nothing', () => {
    assert.equal(readEvent({ event: 11 }), 11);
    for (const argument of [
      undefined,
      null,
      11,
      'event',
      {},
      { event: '11' },
      { event: -1 },
      { scheme: 'file' },
    ])
      assert.equal(readEvent(argument), null);
  });
});

describe('what the server answers to the views', () => {
  it('has the shape that the client knows', () => {
    // The compiler checks it: neither side may have what the other lacks.
    const coverage = (value: Coverage): ClientCoverage => value;
    const coverageBack = (value: ClientCoverage): Coverage => value;
    const atlas = (value: Atlas): ClientAtlas => value;
    const atlasBack = (value: ClientAtlas): Atlas => value;
    const replay = (value: ReplayAnswer): ClientReplayAnswer => value;
    const replayBack = (value: ClientReplayAnswer): ReplayAnswer => value;
    const exclude = (value: Excluding): ExcludeAnswer => value;
    const replays = [replay, replayBack, exclude];
    assert.ok(
      [coverage, coverageBack, atlas, atlasBack, ...replays].every(each => typeof each === 'function'),
    );
  });
});
