import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { compiled } from '../../../server/src/cli/compiled.ts';
import { decodeText } from '../../../server/src/encoding.ts';
import { missing, shared } from '../../shared.ts';
import { loading } from './loading.ts';

interface Case {
  readonly id: string;
  readonly xml: string;
  readonly accepted: boolean;
  readonly loaded: unknown;
}

describe('agreement with Microsoft’s open-source loader', () => {
  const CASES = 'parity/load.jsonl';
  it('loads every generated case as it does', { skip: missing(CASES) }, () => {
    const lines = readFileSync(shared(CASES), 'utf8').trim().split('\n');
    assert.ok(lines.length > 1000);
    for (const line of lines) {
      const expected = JSON.parse(line) as Case;
      const { parsed, loaded } = loading(expected.xml);
      const result = compiled({ file: '', parsed, loaded }) as Case;
      assert.equal(result.accepted, expected.accepted, `accepted of case ${expected.id}`);
      assert.deepEqual(result.loaded, expected.loaded, `loaded of case ${expected.id}`);
    }
  });

  const CORPUS = 'parity/corpus.tsv';
  it('accepts the same real files, with as many blocks and conditions', { skip: missing(CORPUS) }, () => {
    const [, ...rows] = readFileSync(shared(CORPUS), 'utf8').trim().split('\n');
    assert.ok(rows.length > 500);
    for (const row of rows) {
      const [file = '', accepted, blocks, conditions] = row.split('\t');
      const { text, supported } = decodeText(readFileSync(shared(file)));
      assert.ok(supported, file);
      const { loaded } = loading(text);
      assert.equal(loaded.accepted, accepted === '1', file);
      if (!loaded.accepted) continue;
      assert.equal(loaded.blocks.length, Number(blocks), file);
      assert.equal(loaded.blocks.flatMap(block => block.conditions).length, Number(conditions), file);
    }
  });
});
