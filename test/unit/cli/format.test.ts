import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { createCliFolder, type CliFolder } from './kit.ts';

const UGLY = `<Sysmon schemaversion="4.90">
    <EventFiltering><DnsQuery  onmatch="include" >
        <QueryName condition = "is"> x </QueryName> <!-- why -->
    </DnsQuery></EventFiltering>
</Sysmon>
`;
const tidy = (indent: string): string =>
  [
    '<Sysmon schemaversion="4.90">',
    `${indent}<EventFiltering>`,
    `${indent.repeat(2)}<DnsQuery onmatch="include">`,
    `${indent.repeat(3)}<QueryName condition="is"> x </QueryName> <!-- why -->`,
    `${indent.repeat(2)}</DnsQuery>`,
    `${indent}</EventFiltering>`,
    '</Sysmon>',
    '',
  ].join('\n');
const declared = (text: string): string => `<?xml version="1.0" encoding="ISO-8859-1"?>\n${text}<!-- é -->\n`;

const folders: CliFolder[] = [];
let folder: CliFolder;
beforeEach(() => {
  folder = createCliFolder();
  folders.push(folder);
});
after(() => folders.forEach(each => each.remove()));
const read = (name: string): Buffer => readFileSync(join(folder.path, name));

describe('sysmon-config format', () => {
  it('writes one file to standard output, indented as it is', () => {
    folder.write('a.xml', UGLY);
    assert.deepEqual(folder.run(['format', 'a.xml']), { code: 0, out: tidy('    '), err: '' });
    assert.equal(read('a.xml').toString(), UGLY);
    assert.equal(folder.run(['format', '-'], UGLY).out, tidy('    '));
    assert.equal(folder.run(['format', '--indent', 'tab', '-'], UGLY).out, tidy('\t'));
    assert.equal(folder.run(['format', '--indent', '2', '--width', '30', '-'], UGLY).out, tidy('  '));
  });

  it('takes a file that is named twice once', () => {
    folder.write('a.xml', UGLY);
    assert.deepEqual(folder.run(['format', '--write', 'a.xml', 'a.xml']), {
      code: 0,
      out: '',
      err: 'a.xml: formatted\n',
    });
  });

  it('checks, names what would change, and changes nothing', () => {
    folder.write('a.xml', UGLY);
    folder.write('b.xml', tidy('  '));
    folder.write('pom.xml', '<project>  <a/></project>');
    assert.deepEqual(folder.run(['format', '--check', '.']), {
      code: 1,
      out: 'a.xml\n',
      err: 'b.xml: nothing to format\npom.xml: it is no Sysmon configuration, so it is left alone\n',
    });
    assert.equal(read('a.xml').toString(), UGLY);
    assert.equal(folder.run(['format', '--check', 'b.xml']).code, 0);
  });

  it('changes files, and keeps their encoding and line ends', () => {
    const files: readonly (readonly [name: string, encode: (text: string) => Buffer])[] = [
      ['bom.xml', each => Buffer.from(`\ufeff${each}`)],
      ['utf16.xml', each => Buffer.from(`\ufeff${each}`, 'utf16le')],
      ['latin1.xml', each => Buffer.from(declared(each), 'latin1')],
      ['crlf.xml', each => Buffer.from(each.replaceAll('\n', '\r\n'))],
    ];
    for (const [name, encode] of files) folder.write(name, encode(UGLY));
    const { code, out, err } = folder.run(['format', '--write', '.']);
    assert.deepEqual([code, out], [0, '']);
    assert.equal(
      err,
      'bom.xml: formatted\ncrlf.xml: formatted\nlatin1.xml: formatted\nutf16.xml: formatted\n',
    );
    for (const [name, encode] of files) assert.deepEqual(read(name), encode(tidy('    ')), name);
    assert.equal(folder.run(['format', '--check', '.']).code, 0);
  });

  it('leaves files alone that are broken, and says where', () => {
    folder.write('a.xml', UGLY.replace('</DnsQuery>', ''));
    folder.write('b.xml', UGLY);
    const { code, err } = folder.run(['format', '--write', '.']);
    assert.equal(code, 2);
    assert.equal(
      err,
      'sysmon-config: a.xml: not formatted: its XML is broken at line 2, column 21 (xml-missing-end-tag): “check” says what is wrong.\nb.xml: formatted\n',
    );
    assert.equal(folder.run(['format', '-'], '<Sysmon>&').out, '<Sysmon>&');
  });

  const noConfigurations: readonly (readonly [name: string, content: string | Uint8Array, reason: string])[] =
    [
      ['pom.xml', '<project>  <a/></project>\n', 'it is no Sysmon configuration'],
      ['notes.txt', 'no XML at all\n', 'it is no Sysmon configuration'],
      ['empty.xml', '', 'it is no Sysmon configuration'],
      [
        'program.xml',
        Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 0, 0x1b),
        'it is in a binary form and no text',
      ],
    ];
  for (const [name, content, reason] of noConfigurations) {
    it(`shows nothing of ${name}, and changes nothing: ${reason}`, () => {
      folder.write(name, content);
      const isBinary = typeof content !== 'string';
      const err = `sysmon-config: ${name}: not formatted: ${reason}.\n`;
      assert.deepEqual(folder.run(['format', name]), { code: 2, out: '', err });
      // A text that is sent through a filter would be lost otherwise.
      assert.deepEqual(folder.run(['format', '-'], content), {
        code: 2,
        out: isBinary ? '' : content,
        err: err.replace(name, '-'),
      });
      for (const option of ['--write', '--check']) {
        assert.deepEqual(folder.run(['format', option, name]), {
          code: isBinary ? 2 : 0,
          out: '',
          err: isBinary ? err : `${name}: ${reason}, so it is left alone\n`,
        });
      }
      assert.deepEqual(read(name), Buffer.from(content));
    });
  }

  it('lays out a part of a configuration', () => {
    folder.write('part.xml', '<RuleGroup groupRelation="or"><DnsQuery onmatch="include"/></RuleGroup>\n');
    assert.deepEqual(folder.run(['format', 'part.xml']), {
      code: 0,
      out: '<RuleGroup groupRelation="or">\n  <DnsQuery onmatch="include"/>\n</RuleGroup>\n',
      err: '',
    });
  });

  it('leaves a file alone that it could not write as it was', () => {
    const bytes = Buffer.from(`${UGLY}<!-- é -->`, 'latin1');
    folder.write('a.xml', bytes);
    const { code, err } = folder.run(['format', '--write', 'a.xml']);
    assert.equal(code, 2);
    assert.match(err, /^sysmon-config: a\.xml: not formatted: .* save it as UTF-8 first\.$/m);
    assert.deepEqual(read('a.xml'), bytes);
  });

  const mistakes: readonly (readonly [args: readonly string[], message: string])[] = [
    [['--check', '--write', 'a.xml'], 'format: say --check or --write, not both.'],
    [['a.xml', 'b.xml'], 'format: say --write or --check for more than one file.'],
    [['--indent', '9', 'a.xml'], 'Write a number from 1 to 8, or tab.'],
    [['--width', 'x', 'a.xml'], 'Write a column such as 120, or 0 for none.'],
    [['none.xml'], 'none.xml: there is no such file.'],
    [[], 'Name a file, a folder or a pattern, or - for standard input.'],
  ];
  for (const [args, message] of mistakes) {
    it(`says what is wrong with “${args.join(' ')}”`, () => {
      folder.write('a.xml', UGLY);
      folder.write('b.xml', UGLY);
      const { code, out, err } = folder.run(['format', ...args]);
      assert.deepEqual([code, out], [2, '']);
      assert.ok(err.includes(message), err);
    });
  }
});
