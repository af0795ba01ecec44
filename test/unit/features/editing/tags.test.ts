import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { autoClose } from '../../../../server/src/features/autoClose.ts';
import { highlights } from '../../../../server/src/features/highlights.ts';
import { linkedEditing } from '../../../../server/src/features/linkedEditing.ts';
import { matchingTag } from '../../../../server/src/features/matchingTag.ts';
import { at, inBlock, marked } from './kit.ts';

const other = '<project><|a></a></project>';

describe('linked editing', () => {
  const linked: readonly (readonly [what: string, before: string, after: string])[] = [
    ['in a start tag', inBlock('<Que|ryName>x</QueryName>'), inBlock('<«QueryName»>x</«QueryName»>')],
    [
      'at the end of the name',
      inBlock('<QueryName| condition="is">x</QueryName>'),
      inBlock('<«QueryName» condition="is">x</«QueryName»>'),
    ],
    ['in an end tag', inBlock('<QueryName>x</|QueryName>'), inBlock('<«QueryName»>x</«QueryName»>')],
    [
      'with damage beside it',
      inBlock('<Rule', '<Query|Name condition=is>a & b</QueryName>'),
      inBlock('<Rule', '<«QueryName» condition=is>a & b</«QueryName»>'),
    ],
    ['where the names were deleted, in front', '<Sysmon><|>x</></Sysmon>', '<Sysmon><«»>x</«»></Sysmon>'],
    ['where the names were deleted, behind', '<Sysmon><>x</|></Sysmon>', '<Sysmon><«»>x</«»></Sysmon>'],
  ];
  for (const [what, before, after] of linked) {
    it(what, () => {
      const { parsed, position } = at(before);
      assert.equal(marked(parsed, linkedEditing(parsed, position)?.ranges ?? []), after);
    });
  }
  const none: readonly (readonly [what: string, text: string])[] = [
    ['where the names differ', inBlock('<Que|ryName>x</Image>')],
    ['where there is no end tag', inBlock('<Que|ryName>x')],
    ['in an empty element', inBlock('<Que|ryName/>')],
    ['in a value', inBlock('<QueryName>x|</QueryName>')],
    ['in an attribute', inBlock('<QueryName con|dition="is">x</QueryName>')],
    ['in a comment', inBlock('<!-- <Que|ryName></QueryName> -->')],
    ['in other XML', other],
  ];
  for (const [what, text] of none) {
    it(`is not ${what}`, () => {
      const { parsed, position } = at(text);
      assert.equal(linkedEditing(parsed, position), null);
    });
  }
});

describe('the matching tag', () => {
  const jumps: readonly (readonly [what: string, before: string, after: string | null])[] = [
    [
      'from a name',
      '<Sysmon><Event|Filtering></EventFiltering></Sysmon>',
      '<Sysmon><EventFiltering></|EventFiltering></Sysmon>',
    ],
    [
      'from in front of a tag',
      '<Sysmon>|<EventFiltering></EventFiltering></Sysmon>',
      '<Sysmon><EventFiltering></|EventFiltering></Sysmon>',
    ],
    [
      'from an attribute',
      '<Sysmon schema|version="4.90"></Sysmon>',
      '<Sysmon schemaversion="4.90"></|Sysmon>',
    ],
    ['from an end tag', '<Sysmon></Sys|mon>', '<|Sysmon></Sysmon>'],
    ['from what is between', '<Sysmon><!-- a| --></Sysmon>', '<|Sysmon><!-- a --></Sysmon>'],
    ['not from an empty element', '<Sysmon><Event|Filtering/></Sysmon>', null],
    ['not from an unclosed one', '<Sysmon><Event|Filtering></Sysmon>', null],
    ['not from outside', '| \n<Sysmon></Sysmon>', null],
    ['not in other XML', other, null],
  ];
  for (const [what, before, after] of jumps) {
    it(what, () => {
      const { parsed, position } = at(before);
      const to = matchingTag(parsed, position);
      const { document, text } = parsed;
      const shown = to && `${text.slice(0, document.offsetAt(to))}|${text.slice(document.offsetAt(to))}`;
      assert.equal(shown, after);
    });
  }
});

/** The text after the missing tag was inserted, with the cursor; null where none was. */
function closed(before: string): string | null {
  const { parsed, position } = at(before);
  const closing = autoClose(parsed, position);
  if (!closing) return null;
  return TextDocument.applyEdits(parsed.document, [
    { range: closing.range, newText: closing.snippet.replace('$0', '|') },
  ]);
}

describe('auto-close', () => {
  const cases: readonly (readonly [what: string, before: string, after: string | null])[] = [
    [
      'a start tag',
      inBlock('<QueryName condition="is">|'),
      inBlock('<QueryName condition="is">|</QueryName>'),
    ],
    [
      'a start tag before others',
      inBlock('<QueryName>|', '<QueryName>x</QueryName>'),
      inBlock('<QueryName>|</QueryName>', '<QueryName>x</QueryName>'),
    ],
    [
      'a start tag before an end tag',
      '<Sysmon><EventFiltering>|</Sysmon>',
      '<Sysmon><EventFiltering>|</EventFiltering></Sysmon>',
    ],
    [
      'one that took the end tag of its like',
      inBlock('<Rule>', '<Rule>|', '</Rule>'),
      inBlock('<Rule>', '<Rule>|</Rule>', '</Rule>'),
    ],
    ['a root', '<Sysmon schemaversion="4.90">|', '<Sysmon schemaversion="4.90">|</Sysmon>'],
    ['not one that is closed', inBlock('<QueryName>|</QueryName>'), null],
    ['not an empty element', inBlock('<QueryName/>|'), null],
    ['not before text', inBlock('<QueryName>|x'), null],
    ['not behind an end tag', inBlock('<QueryName>x</QueryName>|'), null],
    ['not in a value', inBlock('<QueryName>a>|b</QueryName>'), null],
    ['not in a comment', inBlock('<!-- <QueryName>| -->'), null],
    ['an end tag in a value', inBlock('<QueryName>x</|'), inBlock('<QueryName>x</QueryName>|')],
    ['an end tag that has its end', inBlock('<QueryName>x</|>'), inBlock('<QueryName>x</QueryName|>')],
    [
      'an end tag, below its start tag',
      '<Sysmon>\n  <EventFiltering>\n      </|\n</Sysmon>',
      '<Sysmon>\n  <EventFiltering>\n  </EventFiltering>|\n</Sysmon>',
    ],
    ['not an end tag where all is closed', inBlock('<QueryName>x</QueryName></|'), null],
    ['not an end tag that has a name', inBlock('<QueryName>x</|QueryName>'), null],
    ['not in other XML', '<project><a>|</project>', null],
  ];
  for (const [what, before, after] of cases) it(what, () => assert.equal(closed(before), after));
});

describe('highlights', () => {
  const cases: readonly (readonly [what: string, before: string, after: string | null])[] = [
    [
      'both tags',
      inBlock('<Que|ryName>x</QueryName>', '<QueryName>y</QueryName>'),
      inBlock('<«QueryName»>x</«QueryName»>', '<QueryName>y</QueryName>'),
    ],
    ['the only tag', inBlock('<Que|ryName/>'), inBlock('<«QueryName»/>')],
    [
      'the same value, whatever its case',
      inBlock('<QueryName>a|b</QueryName>', '<Image>AB</Image>', '<Image>abc</Image>'),
      inBlock('<QueryName>«ab»</QueryName>', '<Image>«AB»</Image>', '<Image>abc</Image>'),
    ],
    [
      'the same technique',
      inBlock(
        '<Image name="technique_id=T10|59,x">a</Image>',
        '<Image name="T1059.001">a</Image>',
        '<Rule name="(t1059)"></Rule>',
      ),
      inBlock(
        '<Image name="technique_id=«T1059»,x">a</Image>',
        '<Image name="T1059.001">a</Image>',
        '<Rule name="(«t1059»)"></Rule>',
      ),
    ],
    [
      'the same name',
      inBlock('<Image name="Of|fice">a</Image>', '<Rule name="office"></Rule>'),
      inBlock('<Image name="«Office»">a</Image>', '<Rule name="«office»"></Rule>'),
    ],
    ['not conditions, which an editor finds itself', inBlock('<Image condition="i|s">a</Image>'), null],
    ['not comments', inBlock('<!-- a| -->'), null],
    ['not other XML', other, null],
  ];
  for (const [what, before, after] of cases) {
    it(what, () => {
      const { parsed, position } = at(before);
      const found = highlights(parsed, position);
      assert.equal(
        found &&
          marked(
            parsed,
            found.map(({ range }) => range),
          ),
        after,
      );
    });
  }
});
