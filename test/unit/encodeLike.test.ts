import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeText, encodeLike } from '../../server/src/encoding.ts';

const TEXT = '<Sysmon schemaversion="4.90"/><!-- é -->';
const DECLARED = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?>${TEXT}`;

const FILES: readonly (readonly [what: string, bytes: Uint8Array])[] = [
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16', Buffer.from(TEXT, 'utf16le')],
  ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['ISO-8859-1', Buffer.from(DECLARED('ISO-8859-1'), 'latin1')],
  ['windows-1252', Buffer.from(DECLARED('windows-1252').replace('é', '\x96'), 'latin1')],
];

describe('encodeLike', () => {
  for (const [what, bytes] of FILES) {
    it(`writes ${what} as it was`, () => {
      const { text } = decodeText(bytes);
      assert.ok(text.startsWith('<'));
      assert.deepEqual(Buffer.from(encodeLike(bytes, text) ?? []), Buffer.from(bytes));
      const changed = encodeLike(bytes, text.replace('4.90', '4.91'));
      assert.ok(changed);
      assert.equal(decodeText(changed).text, text.replace('4.90', '4.91'));
    });
  }

  it('writes every byte of a single-byte encoding', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const bytes = Buffer.concat([Buffer.from(DECLARED('ISO-8859-1'), 'latin1'), all]);
    assert.deepEqual(Buffer.from(encodeLike(bytes, decodeText(bytes).text) ?? []), bytes);
  });

  it('writes nothing where a character does not fit', () => {
    const bytes = Buffer.from(DECLARED('ISO-8859-1'), 'latin1');
    assert.equal(encodeLike(bytes, `${DECLARED('ISO-8859-1')}\u0416`), null);
  });
});
