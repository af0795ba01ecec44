import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, describe, it } from 'node:test';
import type { Explanation } from '../../../server/src/features/explain.ts';
import type { ReadEvent, TestOutline, TestRun } from '../../../server/src/requests/judging.ts';
import type { Added } from '../../../server/src/testFiles/addCase.ts';
import { startClient } from './client.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sysmon-config-judging-'));
mkdirSync(path.join(folder, 'conf'));
const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;

const configuration = (condition: string): string =>
  `<Sysmon schemaversion="4.90"><EventFiltering><DnsQuery onmatch="include">\n<Image condition="${condition}" name="n">%OWN%\\</Image></DnsQuery></EventFiltering></Sysmon>`;
const XML = `<Event><System><EventID>22</EventID></System><EventData><Data Name="Image">D:\\own\\a</Data></EventData></Event>`;
const cases = (...names: readonly string[]): string =>
  names
    .map(name => `  - {name: ${name}, event: {eventId: 22, Image: 'D:\\own\\a'}, expect: {logged: true}}\n`)
    .join('');

describe('what is asked about events and tests', () => {
  const started = startClient({});
  after(async () => {
    await (await started).stop();
    rmSync(folder, { recursive: true });
  });
  const ask = async <T>(method: string, params: object): Promise<T> =>
    (await started).connection.sendRequest<T>(method, params);

  it('finds the event at a line of a text, and says why there is none', async () => {
    const log = `${JSON.stringify({ eventId: 1, fields: {} })}\n${JSON.stringify({ eventId: 22, fields: { Image: 'a' } })}\n`;
    const titles = [];
    for (const line of [null, 1, 2, 3])
      titles.push((await ask<ReadEvent>('sysmon/readEvent', { text: log, line })).title);
    assert.deepEqual(titles, ['ProcessCreate', 'ProcessCreate', 'DnsQuery', 'DnsQuery']);
    const copied = `Log Name: x\nEvent Xml:\n${XML}`;
    assert.equal(
      (await ask<ReadEvent>('sysmon/readEvent', { text: copied, line: null })).event?.fields['Image'],
      'D:\\own\\a',
    );
    const row = '  {"eventId": 4, "fields": {}},\n';
    assert.equal((await ask<ReadEvent>('sysmon/readEvent', { text: row, line: null })).event?.eventId, 4);
    const none = await ask<ReadEvent>('sysmon/readEvent', { text: 'nonsense', line: null });
    assert.deepEqual(none, { event: null, title: '', reason: 'it is neither JSON nor an event in XML' });
  });

  it('explains an event for an open document', async () => {
    (await started).open(uriOf('open.xml'), configuration('begin with').replace('%OWN%', 'D:\\own'));
    const event = { eventId: 22, fields: { Image: 'D:\\own\\a' } };
    const explanation = await ask<Explanation>('sysmon/explain', { uri: uriOf('open.xml'), event });
    assert.equal(explanation.sentence, 'DnsQuery is logged, decided by line 2. Its RuleName is “n”.');
    assert.equal(await ask('sysmon/explain', { uri: uriOf('none.xml'), event }), null);
  });

  it('tells which cases a test file has, and what is wrong with it', async () => {
    const text = `configuration: ../conf/a.xml\ncases:\n${cases('one', 'two')}  - {name: three}\n`;
    const outline = await ask<TestOutline>('sysmon/testFile', {
      uri: uriOf('tests/t.sysmon-test.yaml'),
      text,
    });
    assert.equal(outline.configuration, uriOf('conf/a.xml'));
    assert.deepEqual(
      outline.cases.map(({ name, range }) => `${name} ${range.start.line}`),
      ['one 2', 'two 3', 'three 4'],
    );
    assert.deepEqual(
      outline.problems.map(({ message }) => message),
      ['“event” is missing.', '“expect” is missing.'],
    );
  });

  it('runs the cases, on the configuration as it is open or else on the disk', async () => {
    const uri = uriOf('t.sysmon-test.yaml');
    const text = `configuration: conf\\a.xml\nenvironment: {OWN: 'D:\\own'}\ncases:\n${cases('one')}`;
    const run = async (): Promise<string> => {
      const { problems, cases: results } = await ask<TestRun>('sysmon/runTests', { uri, text });
      return [...problems, ...results.map(({ status }) => status)].join(' ');
    };
    assert.equal(await run(), 'conf/a.xml: there is no such file. error');
    writeFileSync(path.join(folder, 'conf/a.xml'), configuration('begin with'));
    assert.equal(await run(), 'passed');
    writeFileSync(path.join(folder, 'conf/a.xml'), configuration('begins'));
    assert.equal(await run(), 'Sysmon refuses conf/a.xml: its problems say why. error');
    (await started).open(uriOf('conf/a.xml'), configuration('end with'));
    assert.equal(await run(), 'failed');
  });

  it('runs them for the Sysmon that the file means', async () => {
    const uri = uriOf('linux.sysmon-test.yaml');
    writeFileSync(path.join(folder, 'conf/b.xml'), configuration('begin with'));
    const text = `configuration: conf/b.xml\nplatform: linux\nenvironment: {OWN: 'D:\\own'}\ncases:\n${cases('one')}`;
    const { cases: results } = await ask<TestRun>('sysmon/runTests', { uri, text });
    assert.deepEqual(
      results.map(({ status }) => status),
      ['failed'],
    );
  });

  it('adds a case', async () => {
    const added = {
      name: 'new',
      event: { eventId: 22, fields: { Image: 'a' } },
      expect: { logged: true, ruleName: null },
    };
    const { text, line } = await ask<Added>('sysmon/addTest', { text: null, configuration: 'a.xml', added });
    assert.equal(line, 2);
    assert.match(
      text ?? '',
      /^configuration: a\.xml\ncases:\n {2}- name: new\n {4}event:\n {6}event: DnsQuery\n/,
    );
  });
});
