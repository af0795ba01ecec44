import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeText } from '../../server/src/encoding.ts';

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const DECLARED = '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>';

const ROWS: readonly (readonly [
  what: string,
  bytes: Uint8Array,
  text: string,
  encoding: string,
  supported: boolean,
])[] = [
  ['UTF-8', Buffer.from('<a>é</a>'), '<a>é</a>', 'UTF-8', true],
  ['UTF-8 with a mark', Buffer.from('\ufeff<a>é</a>'), '<a>é</a>', 'UTF-8', true],
  ['UTF-16 with a mark', Buffer.from('\ufeff<a>é</a>', 'utf16le'), '<a>é</a>', 'UTF-16', true],
  ['UTF-16 without a mark', Buffer.from('<a>é</a>', 'utf16le'), '<a>é</a>', 'UTF-16', true],
  ['UTF-16 big-endian with a mark', utf16be('\ufeff<a>é</a>'), '<a>é</a>', 'UTF-16 big-endian', false],
  ['UTF-16 big-endian without a mark', utf16be('<a>é</a>'), '<a>é</a>', 'UTF-16 big-endian', false],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]), '<\0', 'UTF-32', false],
  ['declared ISO-8859-1', Buffer.from(DECLARED, 'latin1'), DECLARED, 'iso-8859-1', true],
  [
    'Latin-1 that is not declared',
    Buffer.from('<a>é</a>', 'latin1'),
    '<a>é</a>',
    'an encoding other than UTF-8 that it does not declare',
    false,
  ],
  ['nothing', Buffer.alloc(0), '', 'UTF-8', true],
  ['one byte', Buffer.from([0x3c]), '<', 'UTF-8', true],
];

describe('decodeText', () => {
  for (const [what, bytes, text, encoding, supported] of ROWS) {
    it(`reads ${what}`, () => assert.deepEqual(decodeText(bytes), { text, encoding, supported }));
  }
});
