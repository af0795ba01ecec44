import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { excludeProcess } from '../../../server/src/features/replayExclude.ts';
import { createEngine } from '../../../server/src/matching/engine.ts';
import { loading } from '../loader/loading.ts';

const around = (rules: string): string =>
  `<Sysmon schemaversion="4.90">\n  <EventFiltering>\n${rules}  </EventFiltering>\n</Sysmon>\n`;
const group = (relation: string, rules: string): string =>
  `    <RuleGroup name="" groupRelation="${relation}">\n${rules}    </RuleGroup>\n`;
const EXCLUDE = '        <Image condition="is">C:\\R&amp;D\\a.exe</Image>\n';
const ADDED = group('or', `      <DnsQuery onmatch="exclude">\n${EXCLUDE}      </DnsQuery>\n`);
const INCLUDE = `      <DnsQuery onmatch="include">
        <QueryName condition="end with">.example</QueryName>
      </DnsQuery>\n`;

/** The rules before, and after the events of `C:\R&D\a.exe` were excluded from DnsQuery; or why they are not. */
const CASES: readonly {
  readonly what: string;
  readonly before: string;
  readonly after: string | RegExp;
  readonly eventId?: number;
}[] = [
  {
    what: 'goes into the exclude block that is there',
    before: group(
      'or',
      `      <DnsQuery onmatch="exclude">\n        <Image condition="is">b</Image>\n      </DnsQuery>\n`,
    ),
    after: group(
      'or',
      `      <DnsQuery onmatch="exclude">\n        <Image condition="is">b</Image>\n${EXCLUDE}      </DnsQuery>\n`,
    ),
  },
  {
    what: 'opens an empty exclude block',
    before: group('or', '      <DnsQuery onmatch="exclude"/>\n'),
    after: group('or', `      <DnsQuery onmatch="exclude">\n${EXCLUDE}      </DnsQuery>\n`),
  },
  {
    what: 'makes a block behind an include, which keeps its meaning',
    before: group('or', INCLUDE),
    after: group('or', INCLUDE) + ADDED,
  },
  {
    what: 'makes a block of its own beside an AND exclude, where an include says what is logged',
    before:
      group('or', INCLUDE) +
      group(
        'and',
        `      <DnsQuery onmatch="exclude">
        <Image condition="is">b</Image>
        <QueryName condition="is">c</QueryName>
      </DnsQuery>\n`,
      ),
    after:
      group('or', INCLUDE) +
      group(
        'and',
        `      <DnsQuery onmatch="exclude">
        <Image condition="is">b</Image>
        <QueryName condition="is">c</QueryName>
      </DnsQuery>\n`,
      ) +
      ADDED,
  },
  {
    what: 'does not switch an event off that one AND exclude filters',
    before: group(
      'and',
      `      <DnsQuery onmatch="exclude">
        <Image condition="is">b</Image>
        <QueryName condition="is">c</QueryName>
      </DnsQuery>\n`,
    ),
    after: /second exclude block would switch the event off/,
  },
  {
    what: 'joins alternatives on the same field in an AND block',
    before: group(
      'and',
      `      <DnsQuery onmatch="exclude">\n        <Image condition="is">b</Image>\n      </DnsQuery>\n`,
    ),
    after: group(
      'and',
      `      <DnsQuery onmatch="exclude">\n        <Image condition="is">b</Image>\n${EXCLUDE}      </DnsQuery>\n`,
    ),
  },
  {
    what: 'makes a block for an event that is logged without one',
    before: group('or', INCLUDE),
    eventId: 1,
    after: group('or', INCLUDE) + ADDED.replaceAll('DnsQuery', 'ProcessCreate'),
  },
  { what: 'is none for what cannot be filtered', before: '', eventId: 16, after: /cannot be filtered/ },
];

describe('excluding a process', () => {
  for (const { what, before, after, eventId = 22 } of CASES) {
    it(what, () => {
      const { parsed, loaded } = loading(around(before));
      const found = excludeProcess(parsed, loaded, eventId, 'Image', 'C:\\R&D\\a.exe', {});
      if (after instanceof RegExp) {
        assert.match('refused' in found ? found.refused : 'it was written', after);
        return;
      }
      assert.ok('edits' in found, 'refused' in found ? found.refused : '');
      const text = TextDocument.applyEdits(parsed.document, [...found.edits]);
      assert.equal(text, around(after));
      // Nothing else changes.
      const edited = loading(text);
      const [was, is] = [createEngine(parsed, loaded), createEngine(edited.parsed, edited.loaded)];
      for (const Image of ['b', 'x']) {
        for (const QueryName of ['c', 'a.example', 'y']) {
          const fields: Readonly<Record<string, string>> = { Image, QueryName };
          const read = (name: string): string | undefined => fields[name];
          for (const id of [1, 22]) assert.equal(is.judge(id, read).logged, was.judge(id, read).logged);
        }
      }
    });
  }

  it('is none for a path that Sysmon would read as a variable, nor in a file that it refuses', () => {
    const { parsed, loaded } = loading(around(group('or', INCLUDE)));
    const refused = (process: string): unknown =>
      excludeProcess(parsed, loaded, 22, 'Image', process, { TEMP: 'x' });
    assert.match(JSON.stringify(refused('C:\\%TEMP%\\a.exe')), /VARIABLE/);
    assert.match(JSON.stringify(refused('-')), /name no process/);
    const broken = loading('<Sysmon/>');
    assert.match(
      JSON.stringify(excludeProcess(broken.parsed, broken.loaded, 1, 'Image', 'a', {})),
      /refuses/,
    );
  });
});
