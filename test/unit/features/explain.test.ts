import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from '../../../server/src/documents.ts';
import { explain, type ExplainedNode, type Explanation } from '../../../server/src/features/explain.ts';
import type { Platform } from '../../../server/src/schema/types.ts';
import { knowledge, schemasFor } from '../kit.ts';

type Fields = Readonly<Record<string, string>>;

function explained(
  text: string,
  eventId: number,
  fields: Fields,
  options: { readonly platform?: Platform; readonly environment?: Fields } = {},
): Explanation | null {
  const document = TextDocument.create('file:///test.xml', 'xml', 1, text);
  const parsed = parseDocument(document, schemasFor(options));
  return explain(parsed, knowledge, { eventId, fields }, options.environment ?? {});
}

/** The tree in lines: state, label, detail, and with `sentences` the sentence behind it. */
function lines({ nodes }: Explanation, sentences = false): string[] {
  const told = (node: ExplainedNode, depth: number): string[] => [
    `${'  '.repeat(depth)}${node.state}: ${node.label}${node.detail === '' ? '' : ` (${node.detail})`}${sentences ? ` ${node.sentence}` : ''}`,
    ...node.children.flatMap(child => told(child, depth + 1)),
  ];
  return nodes.flatMap(node => told(node, 0));
}

const whole = (blocks: string): string =>
  `<Sysmon schemaversion="4.90"><EventFiltering>\n${blocks}\n</EventFiltering></Sysmon>`;
const group = (relation: string, block: string, name = ''): string =>
  `<RuleGroup name="${name}" groupRelation="${relation}">\n${block}</RuleGroup>`;
const dns = (onmatch: string, conditions: string): string =>
  `<DnsQuery onmatch="${onmatch}">\n${conditions}</DnsQuery>\n`;

const TREES: readonly (readonly [
  what: string,
  text: string,
  eventId: number,
  fields: Fields,
  sentence: string,
  ...tree: string[],
])[] = [
  [
    'an include that matches, by its first condition that holds',
    whole(
      group(
        'or',
        dns(
          'include',
          '<Image condition="end with" name="one">a.exe</Image>\n<QueryName condition="is" name="two">b</QueryName>\n<QueryName>c</QueryName>\n',
        ),
      ),
    ),
    22,
    { Image: 'C:\\x.exe', QueryName: 'B' },
    'DnsQuery is logged, decided by line 5. Its RuleName is “two”.',
    'logged: Logged (line 5, “two”)',
    'decides: DnsQuery include (line 3, matches)',
    '  fails: Image end with “a.exe” (event: “C:\\x.exe”)',
    '  decides: QueryName is “b” (event: “B”)',
    '  unreached: QueryName is “c” (event: “B”)',
  ],
  [
    'an exclude that is tried before an include',
    whole(
      group('or', dns('include', '<Image condition="contains">a</Image>\n')) +
        group('or', dns('exclude', '<Image condition="contains">exe</Image>\n')),
    ),
    22,
    { Image: 'a.exe' },
    'DnsQuery is not logged, decided by line 8.',
    'notLogged: Not logged (line 8)',
    'decides: DnsQuery exclude (line 7, matches)',
    '  decides: Image contains “exe” (event: “a.exe”)',
    'unreached: DnsQuery include (line 3, not reached)',
    '  unreached: Image contains “a” (event: “a.exe”)',
  ],
  [
    'an AND block, whose bare conditions on one field are alternatives',
    whole(
      group(
        'and',
        dns(
          'include',
          '<Image condition="is">x</Image>\n<QueryName>q</QueryName>\n<Image condition="is">a</Image>\n<Rule groupRelation="and" name="r">\n<User>u</User>\n<QueryStatus>0</QueryStatus></Rule>\n',
        ),
      ),
    ),
    22,
    { Image: 'a', QueryName: 'q', User: 'u', QueryStatus: '9' },
    'DnsQuery is not logged. Nothing matched. The event has a single block, an include, and an include block leaves out what it does not match.',
    'notLogged: Not logged',
    'fails: DnsQuery include (line 3, does not match)',
    '  holds: One of 2 on Image (1 of 2 hold)',
    '    fails: Image is “x” (event: “a”)',
    '    holds: Image is “a” (event: “a”)',
    '  holds: QueryName is “q” (event: “q”)',
    '  fails: Rule “r” (and, 1 of 2 hold)',
    '    holds: User is “u” (event: “u”)',
    '    fails: QueryStatus is “0” (event: “9”)',
    'note: Nothing matched. The event has a single block, an include, and an include block leaves out what it does not match.',
  ],
  [
    'two excludes, which log nothing',
    whole(group('or', dns('exclude', '<Image>a</Image>\n')) + group('or', dns('exclude', ''))),
    22,
    {},
    'DnsQuery is not logged. Nothing matched. An event with two or more blocks is logged only where an include block matches.',
    'notLogged: Not logged',
    'fails: DnsQuery exclude (line 7, does not match)',
    'fails: DnsQuery exclude (line 3, does not match)',
    '  fails: Image is “a” (event: empty)',
    'note: Nothing matched. An event with two or more blocks is logged only where an include block matches.',
  ],
  [
    'a single exclude that does not match',
    whole(group('or', dns('exclude', ''))),
    22,
    {},
    'DnsQuery is logged. Nothing matched. The event has a single block, an exclude, and an exclude block keeps what it does not match.',
    'logged: Logged',
    'fails: DnsQuery exclude (line 3, does not match)',
    'note: Nothing matched. The event has a single block, an exclude, and an exclude block keeps what it does not match.',
  ],
  [
    'an event without a block',
    whole(''),
    22,
    {},
    'DnsQuery is not logged. Without a block this event is not logged.',
    'notLogged: Not logged',
    'note: Without a block this event is not logged.',
  ],
  [
    'an event that is logged without a block',
    whole(''),
    1,
    {},
    'ProcessCreate is logged. Without a block this event is logged all the same. Only ProcessCreate and ProcessTerminate are like that.',
    'logged: Logged',
    'note: Without a block this event is logged all the same. Only ProcessCreate and ProcessTerminate are like that.',
  ],
  [
    'an event that cannot be filtered',
    whole(''),
    4,
    {},
    'Event 4 is logged. It has no element in a configuration, so it cannot be filtered and is always written.',
    'logged: Logged',
    'note: It has no element in a configuration, so it cannot be filtered and is always written.',
  ],
  [
    'an event that nobody knows',
    whole(''),
    99,
    {},
    'Event 99 is not logged. No Sysmon event has the id 99.',
    'notLogged: Not logged',
    'note: No Sysmon event has the id 99.',
  ],
  [
    'a block that is not loaded',
    whole('<DnsQuery/>'),
    22,
    {},
    'DnsQuery is not logged. Without a block this event is not logged.',
    'notLogged: Not logged',
    'note: DnsQuery (line 2, not loaded: missing-onmatch)',
    'note: Without a block this event is not logged.',
  ],
  [
    'a configuration that Sysmon refuses',
    whole(group('or', dns('include', '<Image condition="ends with">a</Image>\n'))),
    22,
    { Image: 'a' },
    'DnsQuery is not logged. Nothing matched. The event has a single block, an include, and an include block leaves out what it does not match.',
    'notLogged: Not logged',
    'note: Sysmon refuses this file and keeps what it had loaded before. This is what the file would do without the errors.',
    'fails: DnsQuery include (line 3, does not match)',
    'note: Nothing matched. The event has a single block, an include, and an include block leaves out what it does not match.',
  ],
  [
    'a module',
    dns('include', '<Image>a</Image>\n'),
    22,
    { Image: 'a' },
    'DnsQuery is logged, decided by line 2.',
    'logged: Logged (line 2)',
    'note: This is a part of a configuration: what it does not mention may stand in another part.',
    'decides: DnsQuery include (line 1, matches)',
    '  decides: Image is “a” (event: “a”)',
  ],
];

/** A condition of a DnsQuery include for an event, and the sentence that tells why it holds or fails. */
const SENTENCES: readonly (readonly [
  condition: string,
  fields: Fields,
  sentence: string,
  options?: Parameters<typeof explained>[3],
])[] = [
  ['<Image condition="end with">a</Image>', { Image: 'xA' }, 'It holds: Image is “xA” in the event.'],
  ['<Image>a</Image>', { Image: 'b' }, 'It fails: Image is “b” in the event.'],
  ['<Image>a</Image>', {}, 'It fails: the event has no Image, and an empty field reads “-”.'],
  [
    '<Image condition="is not">a</Image>',
    { Image: '' },
    'It holds: the event has no Image, and an empty field reads “-”.',
  ],
  [
    '<Image condition="contains any">x;B;c</Image>',
    { Image: 'abc' },
    'It holds: Image is “abc” in the event. The item “b” fits.',
  ],
  [
    '<Image condition="contains all">a;x;c</Image>',
    { Image: 'abc' },
    'It fails: Image is “abc” in the event. The item “x” does not fit.',
  ],
  [
    '<Image condition="is any">a;b</Image>',
    { Image: 'B' },
    'It holds: Image is “B” in the event. The item “b” fits.',
  ],
  [
    '<Image condition="excludes any">x;b</Image>',
    { Image: 'abc' },
    'It fails: Image is “abc” in the event. The item “b” fits.',
  ],
  [
    '<Image condition="begin with">%OWN%\\</Image>',
    { Image: 'D:\\a' },
    'It holds: Image is “D:\\a” in the event. With its variables replaced the value is “D:\\”.',
    { environment: { own: 'D:' } },
  ],
  [
    '<Image condition="begin with">%OWN%\\</Image>',
    { Image: 'D:\\a' },
    'It fails: Image is “D:\\a” in the event.',
    { environment: { own: 'D:' }, platform: 'linux' },
  ],
  [
    '<Image condition="is not">%OWN%</Image>',
    { Image: 'a' },
    'It cannot hold: with its variables replaced the value is longer than Sysmon takes.',
    { environment: { own: 'x'.repeat(300) } },
  ],
  ['<Image>a\u202e\n</Image>', { Image: 'b\u0007c' }, 'It fails: Image is “b c” in the event.'],
];

describe('an explanation', () => {
  for (const [what, text, eventId, fields, sentence, ...tree] of TREES) {
    it(`tells of ${what}`, () => {
      const explanation = explained(text, eventId, fields);
      assert.ok(explanation);
      assert.equal(explanation.sentence, sentence);
      assert.deepEqual(lines(explanation), tree);
    });
  }

  for (const [condition, fields, sentence, options] of SENTENCES) {
    it(`says of ${condition.slice(0, 60)} with ${JSON.stringify(fields)}: ${sentence}`, () => {
      const explanation = explained(whole(dns('include', condition)), 22, fields, options);
      const found = explanation?.nodes.flatMap(node => node.children)[0];
      assert.equal(found?.sentence, sentence);
    });
  }

  it('says that a condition on a field that stands elsewhere in the event cannot hold', () => {
    const text = whole(
      '<RegistryEvent onmatch="include"><Details condition="is not">x</Details></RegistryEvent>',
    );
    const explanation = explained(text, 12, { Details: 'y' });
    assert.equal(
      explanation?.nodes[1]?.children[0]?.sentence,
      'It cannot hold: the block is compiled for event 13, and there Details stands at another place than in event 12.',
    );
  });

  it('leads to what it speaks of', () => {
    const text = whole(
      group('or', dns('include', '<Rule name="r">\n<Image condition="is">a</Image></Rule>\n')),
    );
    const explanation = explained(text, 22, { Image: 'a' });
    assert.ok(explanation);
    const document = TextDocument.create('file:///test.xml', 'xml', 1, text);
    const places = (nodes: readonly ExplainedNode[]): string[] =>
      nodes.flatMap(({ range, children }) => [range ? document.getText(range) : '', ...places(children)]);
    assert.deepEqual(places(explanation.nodes), [
      '<Image condition="is">',
      '<DnsQuery onmatch="include">',
      '<Rule name="r">',
      '<Image condition="is">a</Image>',
    ]);
  });

  it('is none of other documents', () => {
    assert.equal(explained('<project/>', 1, {}), null);
  });

  it('is short for 50,000 conditions, and shows the one that holds', () => {
    const conditions = Array.from({ length: 50_000 }, (_, i) => `<Image>program${i}.exe</Image>\n`).join('');
    const explanation = explained(whole(group('or', dns('include', conditions))), 22, {
      Image: 'program49000.exe',
    });
    assert.equal(explanation?.line, 49_004);
    const shown = explanation.nodes[1]?.children ?? [];
    assert.equal(shown.length, 202);
    assert.equal(shown.find(({ state }) => state === 'decides')?.label, 'Image is “program49000.exe”');
    assert.equal(shown.at(-1)?.label, '49799 more are not shown.');
  });
});
