/** Texts that were sound once, or never: what the fuzz tests read. */
import fc from 'fast-check';

/** What damage is made of: everything that means something to XML, and some of what must not stand in it. */
const PIECES: readonly string[] = [
  ...'< > </ /> / = " \' & ; # ! - [ ] ? :'.split(' '),
  ...'<!-- --> -- <![CDATA[ ]]> <? ?> <! <!DOCTYPE <!ELEMENT <?XML <?1 <?x:y'.split(' '),
  ...'&amp; &#65; &#0; &#xD800; &nbsp; &lt <a> </a> <b/> <a </a a x="1" ="'.split(' '),
  ...'<Image> </Image> <Rule </Rule> <Sysmon </Sysmon> xmlns="a"'.split(' '),
  ...[' ', '\n', '\r', '\t', ' b=', ' name="x"', ' condition=', '<Image condition="is">', '<!DOCTYPE a>'],
  ...['<?xml version="1.0"?>', ' version="1.1"', ' encoding="x"', ' standalone="no"', '<?XML ?>', '<?1 ?>'],
  ...'é 漢 😀 · \ufeff \0 \x0b \x7f \x85 \u2028 \ud800 \udc00 \ufffe \uffff'.split(' '),
];

const piece = fc.constantFrom(...PIECES);

/** Markup in no order. */
export const soup: fc.Arbitrary<string> = fc.array(piece, { maxLength: 25 }).map(pieces => pieces.join(''));

/** Markup in no order inside an element, where more of it is read as what it looks like. */
export const rootedSoup: fc.Arbitrary<string> = soup.map(text => `<a>${text}</a>`);

interface Edit {
  readonly kind: 'delete' | 'duplicate' | 'insert' | 'replace' | 'swap' | 'cut';
  /** Where, as a part of the text's length. */
  readonly at: number;
  /** The other place, for `swap`. */
  readonly other: number;
  /** What is edited is a whole token and not a character. */
  readonly token: boolean;
  readonly piece: string;
}

const place = fc.double({ min: 0, max: 1, noNaN: true });

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.oneof(
    { arbitrary: fc.constantFrom('delete', 'duplicate', 'insert', 'replace', 'swap'), weight: 12 },
    { arbitrary: fc.constant('cut' as const), weight: 1 },
  ),
  at: place,
  other: place,
  token: fc.boolean(),
  piece,
});

/** A tag, a word, a run of blanks, or else a character. */
const TOKEN = /<[^<>]*>|[\w.:-]+|\s+|[^]/y;

/** Where what is edited at a place begins and ends. */
function span(text: string, at: number, token: boolean): readonly [start: number, end: number] {
  const start = Math.floor(at * text.length);
  if (!token) return [start, Math.min(start + 1, text.length)];
  TOKEN.lastIndex = start;
  return [start, start + (TOKEN.exec(text)?.[0].length ?? 0)];
}

function apply(text: string, { kind, at, other, token, piece: inserted }: Edit): string {
  const [start, end] = span(text, at, token);
  switch (kind) {
    case 'delete':
      return text.slice(0, start) + text.slice(end);
    case 'duplicate':
      return text.slice(0, end) + text.slice(start);
    case 'insert':
      return text.slice(0, start) + inserted + text.slice(start);
    case 'replace':
      return text.slice(0, start) + inserted + text.slice(end);
    case 'cut':
      return text.slice(0, start);
    case 'swap': {
      const there = span(text, other, token);
      const here = [start, end] as const;
      const [[from, to], [laterFrom, laterTo]] = start <= there[0] ? [here, there] : [there, here];
      // What overlaps cannot change places.
      if (to > laterFrom) return text;
      const piecesInTurn = [
        text.slice(0, from),
        text.slice(laterFrom, laterTo),
        text.slice(to, laterFrom),
        text.slice(from, to),
        text.slice(laterTo),
      ];
      return piecesInTurn.join('');
    }
  }
}

/** A text with up to `most` places damaged. */
export function mutated(texts: fc.Arbitrary<string>, most = 4): fc.Arbitrary<string> {
  return fc
    .tuple(texts, fc.array(edit, { minLength: 1, maxLength: most }))
    .map(([text, edits]) => edits.reduce(apply, text));
}

/** A text that ends too soon. */
export function prefixOf(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(texts, place).map(([text, at]) => text.slice(0, Math.floor(at * text.length)));
}
