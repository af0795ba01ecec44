/** What is offered at a `|`, or for what stands between two, and what it makes of the text. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, CodeActionContext } from 'vscode-languageserver-types';
import { parseDocument } from '../../../server/src/documents.ts';
import { refactorings } from '../../../server/src/features/refactorings.ts';
import { knowledge, schemasFor } from '../kit.ts';

const START = '<Sysmon schemaversion="4.90"><EventFiltering>\n';
const END = '\n</EventFiltering></Sysmon>\n';

function offered(
  marked: string,
  context: Partial<CodeActionContext> = {},
): { document: TextDocument; actions: CodeAction[] } {
  const parts = (START + marked + END).split('|');
  const document = TextDocument.create('file:///a.xml', 'sysmon', 1, parts.join(''));
  const start = document.positionAt(parts[0]!.length);
  const end = parts.length > 2 ? document.positionAt(parts[0]!.length + parts[1]!.length) : start;
  const parsed = parseDocument(document, schemasFor());
  return {
    document,
    actions: refactorings(parsed, { start, end }, knowledge, { diagnostics: [], ...context }),
  };
}

function after(marked: string, title: string): string {
  const { document, actions } = offered(marked);
  const action = actions.find(each => each.title === title);
  assert.ok(action, `no “${title}” among ${actions.map(each => each.title).join(', ')}`);
  const text = TextDocument.applyEdits(document, action.edit!.changes![document.uri]!);
  return text.slice(START.length, text.length - END.length);
}

const grouped = (relation: string, inside: string): string =>
  `<RuleGroup name="" groupRelation="${relation}">\n<DnsQuery onmatch="include">\n${inside}\n</DnsQuery>\n</RuleGroup>`;

describe('refactorings', () => {
  const table: readonly (readonly [marked: string, title: string, expected: string])[] = [
    [
      grouped('or', '<Image|>a</Image>\n<QueryName>q</QueryName>\n<Image>b&amp;</Image> <!-- b -->'),
      'Join 2 “is” conditions on Image into one “is any”',
      grouped('or', '<Image condition="is any">a;b&amp;</Image>\n<QueryName>q</QueryName>\n<!-- b -->'),
    ],
    [
      grouped(
        'or',
        '|<Image condition="excludes">a</Image>\n<Image condition="excludes all">b;c</Image>|\n<Image condition="excludes">d</Image>',
      ),
      'Join 2 “excludes” conditions on Image into one “excludes all”',
      grouped('or', '<Image condition="excludes all">a;b;c</Image>\n<Image condition="excludes">d</Image>'),
    ],
    [
      grouped(
        'or',
        '<Rule groupRelation="and">\n|<Image condition="contains">a</Image>\n<Image condition="contains">b</Image>|\n</Rule>',
      ),
      'Join 2 “contains” conditions on Image into one “contains all”',
      grouped('or', '<Rule groupRelation="and">\n<Image condition="contains all">a;b</Image>\n</Rule>'),
    ],
    [
      grouped('or', '|<Image name="x">a</Image>\n<Image name="y">b</Image>|'),
      'Join 2 “is” conditions on Image into one “is any” (some events may get another RuleName)',
      grouped('or', '<Image name="x" condition="is any">a;b</Image>'),
    ],
    [
      grouped('or', '  <Image name="x" condition="contains any">a;b|;a</Image>'),
      'Write “contains any” as 2 “contains” conditions',
      grouped(
        'or',
        '  <Image name="x" condition="contains">a</Image>\n  <Image name="x" condition="contains">b</Image>',
      ),
    ],
    [
      grouped('and', '  |<Image>a</Image>\n  <QueryName>b</QueryName>|'),
      'Put 2 conditions into a Rule with AND',
      grouped(
        'and',
        '  <Rule groupRelation="and">\n    <Image>a</Image>\n    <QueryName>b</QueryName>\n  </Rule>',
      ),
    ],
    [
      grouped('and', '|<Image>a</Image><QueryName>b</QueryName>|'),
      'Put 2 conditions into a Rule with OR (changes what is logged: one of them is then enough)',
      '',
    ],
    [
      '<DnsQuery onmatch="include">|\n  <Image>a</Image>\n  <QueryName>b</QueryName>\n</DnsQuery>',
      'Put the block into a RuleGroup with groupRelation="and", as it joins now',
      '<RuleGroup name="" groupRelation="and">\n  <DnsQuery onmatch="include">\n    <Image>a</Image>\n    <QueryName>b</QueryName>\n  </DnsQuery>\n</RuleGroup>',
    ],
    [
      '<RuleGroup name="x" groupRelation="and">\n  <DnsQuery| onmatch="include">\n    <Image>a</Image>\n  </DnsQuery>\n</RuleGroup>',
      'Take the block out of its RuleGroup (some events may get another RuleName)',
      '<DnsQuery onmatch="include">\n  <Image>a</Image>\n</DnsQuery>',
    ],
    [
      '<DnsQuery| onmatch="include">\n  <Rule><Image>a</Image></Rule>\n  <!-- q -->\n  <QueryName>b</QueryName>\n  <Image>c</Image> <!-- c -->\n</DnsQuery>',
      'Sort the conditions of the block by field',
      '<DnsQuery onmatch="include">\n  <Image>c</Image> <!-- c -->\n  <!-- q -->\n  <QueryName>b</QueryName>\n  <Rule><Image>a</Image></Rule>\n</DnsQuery>',
    ],
    [
      "<DnsQuery| default='include'><Image>a</Image></DnsQuery>",
      'Write onmatch="exclude", which means the same',
      '<DnsQuery onmatch="exclude"><Image>a</Image></DnsQuery>',
    ],
  ];
  for (const [marked, title, expected] of table) {
    it(title, () => {
      if (expected === '') assert.ok(offered(marked).actions.some(each => each.title === title));
      else assert.equal(after(marked, title), expected);
    });
  }

  const not: readonly (readonly [why: string, marked: string, title: RegExp])[] = [
    ['a semicolon cannot be written in a list', grouped('or', '|<Image>a;</Image><Image>b</Image>|'), /Join/],
    ['an empty value cannot either', grouped('or', '|<Image></Image><Image>b</Image>|'), /Join/],
    ['a variable may hold a semicolon', grouped('or', '|<Image>%PATH%</Image><Image>b</Image>|'), /Join/],
    [
      'there is no list of beginnings',
      grouped('or', '|<Image condition="begin with">a</Image><Image condition="begin with">b</Image>|'),
      /Join/,
    ],
    [
      'both of two “is” never hold',
      grouped('or', '<Rule groupRelation="and">|<Image>a</Image><Image>b</Image>|</Rule>'),
      /Join/,
    ],
    ['a Rule is in no Rule', grouped('or', '|<Image>a</Image><Rule><Image>b</Image></Rule>|'), /Put/],
    [
      'it is sorted already',
      '<DnsQuery| onmatch="include"><Image>a</Image><Image>b</Image></DnsQuery>',
      /Sort/,
    ],
    ['it is not loaded', '<DnsQuery|><QueryName>a</QueryName><Image>b</Image></DnsQuery>', /./],
    ['it is not finished', '<DnsQuery| onmatch="include"><QueryName>a</QueryName><Image>b', /./],
  ];
  for (const [why, marked, title] of not) {
    it(`not where ${why}`, () => {
      assert.deepEqual(
        offered(marked).actions.filter(each => title.test(each.title)),
        [],
      );
    });
  }

  it('are of the kinds that are asked for, and not at each move of the cursor', () => {
    const marked = grouped('or', '|<Image>a</Image>\n<Image>b</Image>|');
    const kinds = (only: string[]): (string | undefined)[] =>
      offered(marked, { only }).actions.map(({ kind }) => kind);
    assert.deepEqual(kinds(['quickfix']), []);
    assert.deepEqual(new Set(kinds(['refactor'])), new Set(['refactor.extract']));
    assert.deepEqual(kinds(['refactor.inline']), []);
    assert.deepEqual(offered('<DnsQuery| onmatch="include"/>', { triggerKind: 2 }).actions, []);
    assert.notEqual(offered(marked, { triggerKind: 2 }).actions.length, 0);
  });
});
