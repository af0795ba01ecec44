import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEngine } from '../../../server/src/matching/engine.ts';
import { createHeavyHitters } from '../../../server/src/replay/heavyHitters.ts';
import { createTally, type Tally } from '../../../server/src/replay/tally.ts';
import { deadUnits, unitsOf } from '../../../server/src/replay/units.ts';
import { loading } from '../loader/loading.ts';

type Fields = Readonly<Record<string, string>>;

function tallyOf(rules: string, events: readonly (readonly [id: number, fields: Fields])[]) {
  const { parsed, loaded } = loading(
    `<Sysmon schemaversion="4.90"><EventFiltering>\n${rules}\n</EventFiltering></Sysmon>`,
  );
  const tally: Tally = createTally(createEngine(parsed, loaded), parsed.schemas.newest);
  for (const [id, fields] of events) tally.addEvent(id, name => fields[name]);
  const counts = tally.counts();
  const units = unitsOf(loaded, counts);
  const line = (node: number): number => parsed.document.positionAt(parsed.tree.start(node)).line;
  return {
    tally,
    counts,
    units,
    line,
    dead: deadUnits(units).map(({ kind, node }) => `${kind} ${line(node)}`),
  };
}

/** Rules, a line each from 1; events; hits by line of what decided; and what decided nothing. */
const CASES: readonly {
  readonly what: string;
  readonly rules: string;
  readonly events: readonly (readonly [number, Fields])[];
  readonly hits: Readonly<Record<number, number>>;
  readonly dead: readonly string[];
}[] = [
  {
    what: 'conditions of an OR block one by one, and the block as a whole',
    rules: `<RuleGroup groupRelation="or"><ProcessCreate onmatch="include">
<Image condition="is">a</Image>
<Image condition="is">b</Image>
</ProcessCreate></RuleGroup>`,
    events: [
      [1, { Image: 'a' }],
      [1, { Image: 'A' }],
      [1, { Image: 'c' }],
    ],
    hits: { 1: 2, 2: 2, 3: 0 },
    dead: ['condition 3'],
  },
  {
    what: 'an AND Rule as one, an OR Rule with its conditions',
    rules: `<RuleGroup groupRelation="or"><DnsQuery onmatch="include">
<Rule groupRelation="and">
<Image condition="is">a</Image>
<QueryName condition="is">x</QueryName>
</Rule>
<Rule groupRelation="or">
<Image condition="is">b</Image>
<QueryName condition="is">y</QueryName>
</Rule>
<Rule groupRelation="or">
<Image condition="is">n</Image>
<QueryName condition="is">n</QueryName>
</Rule>
</DnsQuery></RuleGroup>`,
    events: [
      [22, { Image: 'a', QueryName: 'x' }],
      [22, { Image: 'b', QueryName: 'y' }],
    ],
    hits: { 1: 2, 2: 1, 6: 1, 7: 1, 8: 0, 10: 0, 11: 0, 12: 0 },
    dead: ['condition 8', 'rule 10'],
  },
  {
    what: 'an AND block as one',
    rules: `<RuleGroup groupRelation="and"><DnsQuery onmatch="include">
<Image condition="is">a</Image>
<QueryName condition="is">x</QueryName>
</DnsQuery></RuleGroup>`,
    events: [
      [22, { Image: 'a', QueryName: 'x' }],
      [22, { Image: 'a', QueryName: 'y' }],
    ],
    hits: { 1: 1 },
    dead: [],
  },
  {
    what: 'nothing as dead for an event that the log does not have, nor a block without conditions',
    rules: `<RuleGroup groupRelation="or"><DriverLoad onmatch="include">
<Signed condition="is">false</Signed>
</DriverLoad>
<DnsQuery onmatch="exclude"/></RuleGroup>`,
    events: [[22, { Image: 'a' }]],
    hits: { 1: 0, 2: 0, 4: 0 },
    dead: [],
  },
  {
    what: 'a block of which nothing decided, told once',
    rules: `<RuleGroup groupRelation="or"><DnsQuery onmatch="exclude">
<Image condition="is">a</Image>
</DnsQuery></RuleGroup>`,
    events: [[22, { Image: 'b' }]],
    hits: { 1: 0, 2: 0 },
    dead: ['block 1'],
  },
];

describe('a replay counts', () => {
  for (const { what, rules, events, hits, dead } of CASES) {
    it(what, () => {
      const { units, line, dead: found } = tallyOf(rules, events);
      const counted: Record<number, number> = {};
      for (const { block, hits: own, parts } of units) {
        counted[line(block.source.node)] = own;
        for (const part of parts) counted[line(part.node)] = part.hits;
      }
      assert.deepEqual(counted, hits);
      assert.deepEqual(found, dead);
    });
  }

  it('events, processes and names', () => {
    const { counts } = tallyOf(
      `<RuleGroup groupRelation="or"><ProcessAccess onmatch="include">
<SourceImage name="n" condition="is">C:\\a.exe</SourceImage><SourceImage condition="is">c:\\b.exe</SourceImage>
</ProcessAccess></RuleGroup>`,
      [
        [10, { SourceImage: 'C:\\a.exe' }],
        [10, { SourceImage: 'c:\\A.exe' }],
        [10, { SourceImage: 'C:\\b.exe' }],
        [10, {}],
        [16, {}],
        [4711, {}],
      ],
    );
    assert.deepEqual([counts.seen, counts.logged], [6, 4]);
    assert.deepEqual(
      counts.events.map(({ eventId, event, seen, logged }) => [eventId, event, seen, logged]),
      [
        [10, 'ProcessAccess', 4, 3],
        [16, null, 1, 1],
        [4711, null, 1, 0],
      ],
    );
    assert.deepEqual(counts.events[0]?.processes, [
      { name: 'C:\\a.exe', seen: 2, logged: 2 },
      { name: 'C:\\b.exe', seen: 1, logged: 1 },
      { name: '-', seen: 1, logged: 0 },
    ]);
    assert.deepEqual(counts.ruleNames, [
      { name: 'n', logged: 2 },
      { name: null, logged: 2 },
    ]);
  });

  it('entries that are no events of Sysmon, the first of them with their lines', () => {
    const { tally } = tallyOf('', []);
    tally.addEntry('a.log', 1, { kind: 'other' });
    for (let line = 2; line < 102; line++) tally.addEntry('a.log', line, { kind: 'unreadable', reason: 'r' });
    const { passedOver, unreadable } = tally.counts();
    assert.equal(passedOver, 1);
    assert.equal(unreadable.count, 100);
    assert.equal(unreadable.first.length, 20);
    assert.deepEqual(unreadable.first[0], { log: 'a.log', line: 2, reason: 'r' });
  });

  it('the loudest processes, however many there are', () => {
    const hitters = createHeavyHitters();
    for (let i = 0; i < 50_000; i++) {
      hitters.add(`once ${i}`, 1, true);
      hitters.add('loud', 1, true);
      if (i % 3 === 0) hitters.add('second', 1, true);
    }
    const { processes, others } = hitters.top({ seen: 116_667, logged: 116_667 });
    assert.deepEqual(processes[0], { name: 'loud', seen: 50_000, logged: 50_000 });
    assert.deepEqual(processes[1], { name: 'second', seen: 16_667, logged: 16_667 });
    assert.equal(others.logged + processes.reduce((sum, { logged }) => sum + logged, 0), 116_667);
  });
});
