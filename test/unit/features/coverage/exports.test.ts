import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from '../../../../server/src/documents.ts';
import { coverage, type Coverage } from '../../../../server/src/features/coverage.ts';
import { navigatorLayer } from '../../../../server/src/features/coverage/layer.ts';
import { coverageSvg } from '../../../../server/src/features/coverage/svg.ts';
import { parse } from '../../../../server/src/syntax/index.ts';
import { knowledge, schemasFor } from '../../kit.ts';

const root = new URL('../../../../', import.meta.url);

function coverageOf(text: string): Coverage {
  const document = TextDocument.create('file:///test.xml', 'sysmon', 1, text);
  const found = coverage(parseDocument(document, schemasFor()), knowledge);
  assert.ok(found);
  return found;
}

const HOSTILE = '<svg onload="x">&amp;]]>\u0001\ud800\ufffe{}"\'';
const configurations: Readonly<Record<string, string>> = {
  empty: '<Sysmon schemaversion="4.90"/>',
  nothing: '',
  small: `<Sysmon schemaversion="4.90"><EventFiltering><DnsQuery onmatch="include">
<Image name="T1059.001" condition="is">a</Image><Image name="T1059.001" condition="is">b</Image>
<Image name="T1003" condition="is">b</Image><Image name="T9999" condition="is">b</Image></DnsQuery>
<FileCreate onmatch="exclude"><Image name="T1105" condition="is">b</Image></FileCreate></EventFiltering></Sysmon>`,
  hostile: `<Sysmon schemaversion="4.90"><EventFiltering><DnsQuery onmatch="include">
<Image name="technique_id=&lt;img src=x onerror=alert(1)&gt;\u0001" condition="is">a</Image></DnsQuery></EventFiltering></Sysmon>`,
  full: readFileSync(new URL('snippets/baselines/full.xml', root), 'utf8'),
};

describe('the layer for the ATT&CK Navigator', () => {
  const schema = JSON.parse(
    readFileSync(new URL('test/fixtures/navigator-layer-4.5.schema.json', root), 'utf8'),
  ) as object;
  const validate = new Ajv({ allErrors: true, strict: true }).compile(schema);

  for (const [name, text] of Object.entries(configurations)) {
    it(`fits the format: ${name}`, () => {
      const layer = navigatorLayer(coverageOf(text), `${name}.xml`);
      assert.ok(validate(JSON.parse(JSON.stringify(layer))), JSON.stringify(validate.errors));
      assert.ok(layer.gradient.maxValue > layer.gradient.minValue);
      const ids = layer.techniques.map(({ techniqueID }) => techniqueID);
      assert.deepEqual(ids, [...new Set(ids)].sort());
      // What ATT&CK does not have the Navigator would complain about.
      for (const id of ids) assert.ok(knowledge.techniques.some(technique => technique.id === id), id);
    });
  }

  it('scores a technique by its rules, and says from which events they come', () => {
    const layer = navigatorLayer(coverageOf(configurations['small']!), 'small.xml');
    assert.deepEqual(
      layer.techniques.map(({ techniqueID, score, comment, showSubtechniques }) => [
        techniqueID,
        score,
        comment,
        showSubtechniques,
      ]),
      [
        ['T1003', 1, '1 rule; DnsQuery', false],
        ['T1059', 0, 'Only sub-techniques are named.', true],
        ['T1059.001', 2, '2 rules; DnsQuery', false],
        ['T1105', 0, '1 exclude rule; FileCreate', false],
      ],
    );
    assert.equal(layer.versions.attack, '17');
    assert.match(layer.description, /The MITRE Corporation/);
    assert.deepEqual(layer.metadata.at(-1), { name: 'Not in ATT&CK', value: 'T9999' });
  });
});

describe('the picture of the coverage', () => {
  for (const [name, text] of Object.entries(configurations)) {
    it(`is well-formed, self-contained and holds no script: ${name}`, () => {
      const svg = coverageSvg(coverageOf(text), name === 'hostile' ? HOSTILE : `${name}.xml`);
      const tree = parse(svg);
      assert.deepEqual(tree.errors, []);
      assert.equal(tree.name(tree.root), 'svg');
      assert.doesNotMatch(svg, /<(?:script|image|foreignObject|use|a|style)\b|\bon\w+="|href|url\(/);
      // eslint-disable-next-line no-control-regex -- what XML forbids is looked for
      assert.doesNotMatch(svg, /[\u0000-\u0008\ufffe\ud800]/);
      for (const number of svg.matchAll(/ (?:x|y|width|height)="([^"]*)"/g)) {
        assert.ok(Number.isFinite(Number(number[1])), number[0]);
      }
    });
  }

  it('has every event, and every technique under its tactics', () => {
    const found = coverageOf(configurations['full']!);
    const svg = coverageSvg(found, 'full.xml');
    for (const { id, tag, title } of found.events) {
      assert.ok(svg.includes(`>${id}</text>`), String(id));
      assert.ok(svg.includes(`>${tag ?? title}</text>`), tag ?? title);
    }
    for (const { id, tactics } of found.techniques) {
      assert.equal(svg.split(`>${id}</text>`).length - 1, tactics.length, id);
    }
    assert.match(svg, /reproduced with permission/);
  });
});
