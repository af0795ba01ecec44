import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Lines } from '../../server/src/lines.ts';

describe('the lines of a text', () => {
  const texts = [
    '',
    'a',
    'a\nb',
    'a\r\nbc\r\n',
    'a\rb\r\rc',
    'a\r\nb\rc\nd',
    '\n\n\n',
    '\r\n\n\r',
    'a\n\rb',
    '\u{1f600}\n',
  ];
  for (const text of texts) {
    it(`are those of a TextDocument in ${JSON.stringify(text)}`, () => {
      const document = TextDocument.create('file:///a.xml', 'xml', 1, text);
      const lines = new Lines(text);
      for (let offset = -1; offset <= text.length + 1; offset++) {
        assert.deepEqual(lines.positionAt(offset), document.positionAt(offset), `at ${offset}`);
      }
    });
  }

  it('may be more than a text of its length mostly has', () => {
    const text = '\n'.repeat(1000);
    assert.deepEqual(new Lines(text).positionAt(999), { line: 999, character: 0 });
  });
});
