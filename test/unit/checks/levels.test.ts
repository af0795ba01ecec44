import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CodeActionTriggerKind, type CodeAction } from 'vscode-languageserver-types';
import { levelOf, type Levels } from '../../../server/src/checks/levels.ts';
import { checkOf } from '../../../server/src/checks/table.ts';
import { LANGUAGE_ID, parseDocument } from '../../../server/src/documents.ts';
import { tellProblems } from '../../../server/src/features/diagnostics.ts';
import { getLanguageService } from '../../../server/src/languageService.ts';
import { loadDocument } from '../../../server/src/loadDocument.ts';
import { blocksIn, loading } from '../loader/loading.ts';
import { knowledge, schemasFor } from '../kit.ts';

/** Only what these tests are about, so that a check that is added later changes none of them. */
const CODES = [
  'missing-onmatch',
  'onmatch-and-default',
  'option-repeated',
  'mixed-event-ids',
  'unknown-event',
];

/** What is told of a text, `code@line` with lines from 1. */
function told(text: string, levels: Levels = {}): string[] {
  const parsed = parseDocument(TextDocument.create('file:///t.xml', LANGUAGE_ID, 1, text), schemasFor());
  return tellProblems(parsed, loadDocument(parsed), knowledge, levels)
    .filter(({ code }) => CODES.includes(code))
    .map(({ code, range }) => `${code}@${range.start.line + 1}`);
}

const file = (...lines: readonly string[]): string =>
  ['<Sysmon schemaversion="4.90">', '<EventFiltering>', ...lines, '</EventFiltering>', '</Sysmon>'].join(
    '\n',
  );

const silence = (...codes: readonly string[]): string =>
  `<!-- sysmon-disable-next-line ${codes.join(' ')} -->`;

describe('the levels of checks', () => {
  it('are those of the user', () => {
    assert.equal(levelOf(checkOf('missing-onmatch'), { 'missing-onmatch': 'hint' }), 'hint');
    assert.equal(levelOf(checkOf('missing-onmatch'), { 'option-repeated': 'hint' }), 'error');
    assert.deepEqual(told(file('<DnsQuery/>'), { 'missing-onmatch': 'off' }), []);
  });

  it('cannot be lowered where Sysmon refuses the file', () => {
    assert.equal(levelOf(checkOf('unknown-event'), { 'unknown-event': 'off' }), 'error');
    assert.deepEqual(told(file('<DnsQry/>'), { 'unknown-event': 'off' }), ['unknown-event@3']);
  });

  it('are not taken from what every object has', () => {
    for (const code of ['constructor', 'toString', '__proto__']) {
      assert.equal(levelOf({ ...checkOf('missing-onmatch'), code }, {}), 'error');
    }
  });
});

describe('a comment that silences', () => {
  it('silences the next line, and no other', () => {
    const text = file('<DnsQuery/>', silence('missing-onmatch'), '<DnsQuery/>', '<DnsQuery/>');
    assert.deepEqual(told(text), ['missing-onmatch@3', 'missing-onmatch@6']);
  });

  it('silences the codes that it names, and no others', () => {
    const block = '<DnsQuery/><FileCreate onmatch="include" default="exclude"/>';
    assert.deepEqual(told(file(silence('missing-onmatch'), block)), ['onmatch-and-default@4']);
    assert.deepEqual(told(file(silence('missing-onmatch', 'onmatch-and-default'), block)), []);
    assert.deepEqual(told(file(silence('missing-onmatch,', 'onmatch-and-default'), block)), []);
    assert.deepEqual(told(file(silence(), block)), ['missing-onmatch@4', 'onmatch-and-default@4']);
  });

  it('passes over codes that there are not', () => {
    assert.deepEqual(told(file(silence('no-such-code', 'missing-onmatch'), '<DnsQuery/>')), []);
    assert.deepEqual(told(file(silence('Missing-Onmatch'), '<DnsQuery/>')), ['missing-onmatch@4']);
  });

  it('does not silence what makes Sysmon refuse the file', () => {
    assert.deepEqual(told(file(silence('unknown-event', 'missing-onmatch'), '<DnsQry/>')), [
      'unknown-event@4',
    ]);
  });

  it('can be written in several ways', () => {
    for (const comment of [
      '<!--sysmon-disable-next-line missing-onmatch-->',
      '<!--\n  sysmon-disable-next-line\n  missing-onmatch\n-->',
      `<!-- a word --> ${silence('missing-onmatch')}`,
      `\t${silence('missing-onmatch')}  `,
    ]) {
      assert.deepEqual(told(file(comment, '<DnsQuery/>')), [], comment);
    }
    for (const comment of [
      '<!-- missing-onmatch -->',
      '<!-- sysmon-disable missing-onmatch -->',
      '<!-- please sysmon-disable-next-line missing-onmatch -->',
      '<!-- sysmon-disable-next-line missing-onmatch! -->',
      `${silence('missing-onmatch')}\n`,
    ]) {
      assert.equal(told(file(comment, '<DnsQuery/>')).length, 1, comment);
    }
  });

  it('works with every line end', () => {
    const text = file(silence('missing-onmatch'), '<DnsQuery/>', '<DnsQuery/>');
    assert.deepEqual(told(text.replaceAll('\n', '\r\n')), ['missing-onmatch@5']);
    assert.deepEqual(told(text.replaceAll('\n', '\r')), ['missing-onmatch@5']);
  });

  it('works inside a Rule', () => {
    const rule = (comment: string): string =>
      file(
        '<RuleGroup groupRelation="or"><RegistryEvent onmatch="include"><Rule groupRelation="and">',
        '<Details>x</Details>',
        comment,
        '<NewName>y</NewName>',
        '</Rule></RegistryEvent></RuleGroup>',
        '<DnsQuery/>',
      );
    assert.deepEqual(told(rule('<!-- a word -->')), ['mixed-event-ids@6', 'missing-onmatch@8']);
    assert.deepEqual(told(rule(silence('mixed-event-ids', 'missing-onmatch'))), ['missing-onmatch@8']);
  });

  it('means the line below the last of comments that stand one below the other', () => {
    const codes = ['missing-onmatch', 'onmatch-and-default'];
    const block = '<DnsQuery/><FileCreate onmatch="include" default="exclude"/>';
    assert.deepEqual(told(file(...codes.map(code => silence(code)), block)), []);
    assert.deepEqual(told(file(silence('missing-onmatch'), '<!-- a word -->', '<DnsQuery/>')), [
      'missing-onmatch@5',
    ]);
    // A comment behind something else does not stand below the one above.
    const text = file(
      silence('missing-onmatch'),
      `<FileDelete/>${silence('onmatch-and-default')}`,
      '<DnsQuery/>',
    );
    assert.deepEqual(told(text), ['missing-onmatch@5']);
  });

  it('silences what stands in a later line of an element that begins in the next one', () => {
    const block = (comment: string): string =>
      file(comment, '<FileCreate', '   onmatch="include"', '   default="exclude"/>', '<DnsQuery/>');
    const [first = '', second] = told(block('<!-- nothing -->'));
    assert.match(first, /^onmatch-and-default@[4-6]$/);
    assert.equal(second, 'missing-onmatch@7');
    assert.deepEqual(told(block(silence('onmatch-and-default', 'missing-onmatch'))), ['missing-onmatch@7']);
  });
});

const service = getLanguageService();

/** Silences a problem by the action that the service offers; null where it offers none. */
function silenced(text: string, code: string): string | null {
  const document = TextDocument.create('file:///t.smc', LANGUAGE_ID, 1, text);
  const diagnostic = service.diagnostics(document).find(each => each.code === code);
  assert.ok(diagnostic, `no ${code}`);
  const action = service
    .codeActions(document, diagnostic.range, {
      diagnostics: [diagnostic],
      triggerKind: CodeActionTriggerKind.Invoked,
    })
    .find(({ title }) => title.startsWith('Silence'));
  return action ? applied(document, action) : null;
}

function applied(document: TextDocument, { edit }: CodeAction): string {
  return TextDocument.applyEdits(document, edit?.changes?.[document.uri] ?? []);
}

/** A text, the code that is silenced in it, and the text after that. */
const SILENCED: readonly (readonly [what: string, before: string, code: string, after: string])[] = [
  [
    'with the indentation of the line',
    file('\t <DnsQuery/>'),
    'missing-onmatch',
    file(`\t ${silence('missing-onmatch')}`, '\t <DnsQuery/>'),
  ],
  [
    'with the line ends of the file',
    file('  <DnsQuery/>').replaceAll('\n', '\r\n'),
    'missing-onmatch',
    file(`  ${silence('missing-onmatch')}`, '  <DnsQuery/>').replaceAll('\n', '\r\n'),
  ],
  [
    'above the start tag that the problem is in a later line of',
    file('  <FileCreate', '     onmatch="include"', '     default="exclude"/>'),
    'onmatch-and-default',
    file(
      `  ${silence('onmatch-and-default')}`,
      '  <FileCreate',
      '     onmatch="include"',
      '     default="exclude"/>',
    ),
  ],
  [
    'above the line where something else stands before it',
    file('  <FileDelete onmatch="include"/><DnsQuery/>'),
    'missing-onmatch',
    file(`  ${silence('missing-onmatch')}`, '  <FileDelete onmatch="include"/><DnsQuery/>'),
  ],
  [
    'not inside a comment that ends in the line',
    file('  <!-- a', '  b --><DnsQuery/>'),
    'missing-onmatch',
    file('  <!-- a', `  b -->${silence('missing-onmatch')}`, '  <DnsQuery/>'),
  ],
  [
    'not inside a tag that ends in the line',
    file('  <FileDelete', '  onmatch="include"/><DnsQuery/>'),
    'missing-onmatch',
    file('  <FileDelete', `  onmatch="include"/>${silence('missing-onmatch')}`, '  <DnsQuery/>'),
  ],
  [
    'not inside a value that ends in the line',
    file('<FileDelete onmatch="include"><Image>', '  x</Image></FileDelete><DnsQuery/>'),
    'missing-onmatch',
    file(
      '<FileDelete onmatch="include"><Image>',
      `  x</Image></FileDelete>${silence('missing-onmatch')}`,
      '  <DnsQuery/>',
    ),
  ],
  [
    'not before the XML declaration',
    '<?xml version="1.0"?><Sysmon schemaversion="5.0"/>',
    'schemaversion-newer',
    `<?xml version="1.0"?>${silence('schemaversion-newer')}\n<Sysmon schemaversion="5.0"/>`,
  ],
  [
    'before the root',
    '<Sysmon\n  schemaversion="5.0"/>',
    'schemaversion-newer',
    `${silence('schemaversion-newer')}\n<Sysmon\n  schemaversion="5.0"/>`,
  ],
  [
    'with what was silenced in a line that has to be split',
    file(
      silence('onmatch-and-default'),
      '<FileDelete onmatch="include"',
      '/><!-- x',
      `-->${silence('option-repeated')}`,
      '<!-- y',
      '--><DnsQuery/>',
    ),
    'missing-onmatch',
    file(
      silence('onmatch-and-default'),
      '<FileDelete onmatch="include"',
      '/><!-- x',
      `-->${silence('option-repeated')}`,
      '<!-- y',
      `-->${silence('missing-onmatch')}`,
      '<DnsQuery/>',
    ),
  ],
];

describe('the action that silences a problem', () => {
  for (const [what, before, code, after] of SILENCED) {
    it(`writes the comment ${what}`, () => {
      assert.equal(silenced(before, code), after);
      assert.ok(!told(after).some(each => each.startsWith(`${code}@`)));
      assert.deepEqual(blocksIn(loading(after)), blocksIn(loading(before)));
    });
  }

  it('is not offered where Sysmon refuses the file', () => {
    assert.equal(silenced(file('<DnsQry/>'), 'unknown-event'), null);
  });

  it('leaves what is silenced already', () => {
    const block = '<DnsQuery/><FileCreate onmatch="include" default="exclude"/>';
    const once = silenced(file(block), 'missing-onmatch');
    assert.ok(once);
    const twice = silenced(once, 'onmatch-and-default');
    assert.ok(twice);
    assert.deepEqual(told(twice), []);
  });
});
