import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from '../../../../server/src/documents.ts';
import { coverage, type Coverage } from '../../../../server/src/features/coverage.ts';
import { techniqueIds } from '../../../../server/src/features/coverage/techniques.ts';
import { knowledge, schemasFor } from '../../kit.ts';

function coverageOf(blocks: string): Coverage {
  const text = `<Sysmon schemaversion="4.90"><EventFiltering>\n${blocks}</EventFiltering></Sysmon>`;
  const found = coverage(
    parseDocument(TextDocument.create('file:///test.xml', 'xml', 1, text), schemasFor()),
    knowledge,
  );
  assert.ok(found);
  return found;
}

describe('the ids in a name', () => {
  const cases: readonly [name: string, ids: readonly string[]][] = [
    ['', []],
    ['T1059', ['T1059']],
    ['t1059.001', ['T1059.001']],
    ['technique_id=T1059.001,technique_name=PowerShell', ['T1059.001']],
    ['technique_id=T1003,technique_id=T1055', ['T1003', 'T1055']],
    ['Attack=T1003.001,Technique=OS Credential Dumping', ['T1003.001']],
    ['MR=T1204,Tec=User Execution', ['T1204']],
    ['T1055 and T1055', ['T1055']],
    ['technique_id=T1055; Possible job', ['T1055']],
    ['T1059_PowerShell', ['T1059']],
    ['technique_id=1218,technique_name=x', ['1218']],
    ['technique_id=Port Monitors', ['PORT MONITORS']],
    ['technique_id=', []],
    ['technique_id=T1059 or T1047,x', ['T1059', 'T1047']],
    ['XT1059', []],
    ['T10591', []],
    ['T1059.0012', []],
    ['Port 1059', []],
    ['TA0002', []],
  ];
  for (const [name, ids] of cases) {
    it(`are ${ids.join(', ') || 'none'} in “${name}”`, () => assert.deepEqual(techniqueIds(name), ids));
  }
});

describe('the coverage of techniques', () => {
  it('takes the name that a match gives the event: of the condition, the Rule or the RuleGroup', () => {
    const { techniques } = coverageOf(`<RuleGroup name="T1105" groupRelation="or"><ProcessCreate onmatch="include">
<Rule name="T1059.001" groupRelation="and"><Image condition="is">a</Image><User condition="is">b</User></Rule>
<Rule groupRelation="and"><Image condition="is" name="T1047">a</Image><User condition="is">b</User></Rule>
<Image condition="is">c</Image>
<Image condition="is" name="">d</Image>
</ProcessCreate></RuleGroup>`);
    assert.deepEqual(
      techniques.map(({ id, rules, places }) => [id, rules, places.map(({ range }) => range.start.line)]),
      [
        ['T1047', 1, [3]],
        ['T1059.001', 1, [2]],
        // The second Rule through its other condition, and the bare condition.
        ['T1105', 2, [3, 4]],
      ],
    );
  });

  it('knows names and tactics, and counts by tactic', () => {
    const { techniques, tactics } = coverageOf(
      '<DnsQuery onmatch="include"><Image name="T1059.001" condition="is">a</Image><Image name="T1548" condition="is">a</Image></DnsQuery>',
    );
    assert.equal(techniques[0]?.name, 'Command and Scripting Interpreter: PowerShell');
    assert.deepEqual(techniques[0].tactics, ['execution']);
    assert.deepEqual(techniques[0].events, ['DnsQuery']);
    assert.equal(tactics.length, 14);
    assert.deepEqual(
      tactics.filter(({ covered }) => covered > 0).map(({ id, covered }) => [id, covered]),
      [
        ['execution', 1],
        ['privilege-escalation', 1],
        ['defense-evasion', 1],
      ],
    );
    for (const { known } of tactics) assert.ok(known > 5);
  });

  it('lists what ATT&CK does not have apart', () => {
    const { techniques, unknown } = coverageOf(
      '<DnsQuery onmatch="include"><Image name="T9999" condition="is">a</Image><Image name="technique_id=1218" condition="is">a</Image></DnsQuery>',
    );
    assert.deepEqual(techniques, []);
    assert.deepEqual(
      unknown.map(({ id, rules }) => [id, rules]),
      [
        ['1218', 1],
        ['T9999', 1],
      ],
    );
  });

  it('counts exclude rules apart, since they detect nothing', () => {
    const { techniques, tactics } = coverageOf(
      '<DnsQuery onmatch="exclude"><Image name="T1059" condition="is">a</Image></DnsQuery>',
    );
    assert.deepEqual([techniques[0]?.rules, techniques[0]?.excluded], [0, 1]);
    assert.ok(tactics.every(({ covered }) => covered === 0));
  });

  it('leaves out blocks that are not loaded', () => {
    const { techniques } = coverageOf(
      '<DnsQuery><Image name="T1059" condition="is">a</Image></DnsQuery>',
    );
    assert.deepEqual(techniques, []);
  });

  it('counts 50,000 rules exactly, lists some of them, and is quick', () => {
    const ids = knowledge.techniques.map(({ id }) => id);
    const rules = Array.from(
      { length: 50_000 },
      (_, index) => `<Image name="technique_id=${ids[index % ids.length]}" condition="is">${index}</Image>`,
    );
    const started = performance.now();
    const found = coverageOf(
      `<RuleGroup groupRelation="or"><ProcessCreate onmatch="include">${rules.join('\n')}</ProcessCreate></RuleGroup>`,
    );
    const ms = performance.now() - started;
    assert.equal(
      found.techniques.reduce((sum, { rules: count }) => sum + count, 0),
      50_000,
    );
    const listed = found.techniques.reduce((sum, { places }) => sum + places.length, 0);
    assert.ok(listed <= 10_000 && listed >= 679 * 5, String(listed));
    assert.ok(JSON.stringify(found).length < 3_000_000);
    assert.ok(ms < 10_000, `${ms} ms`);
  });

  it('lists at most 200 rules of a technique, and cuts long names', () => {
    const name = `T1059 ${'x'.repeat(230)}`;
    const { techniques } = coverageOf(
      `<DnsQuery onmatch="include">${`<Image name="${name}" condition="is">a</Image>`.repeat(300)}</DnsQuery>`,
    );
    assert.deepEqual([techniques[0]?.rules, techniques[0]?.places.length], [300, 200]);
    assert.equal(techniques[0]?.places[0]?.name.length, 161);
  });
});
