import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toggleComment, type CommentStyle } from '../../../../server/src/features/toggleComment.ts';
import { applied, inBlock, parsedOf, selected } from './kit.ts';

function toggled(marked: string, style: CommentStyle): string {
  const { parsed, ranges } = selected(marked);
  return applied(parsed, toggleComment(parsed, ranges, style) ?? []);
}

interface Case {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** Once more and the text is what it was; false where what was a comment was written otherwise. */
  readonly back?: false;
}

const inBlockWithout = (text: string): string => text.replace(/[|«»]/g, '');

const LINE: readonly Case[] = [
  {
    what: 'a line',
    before: inBlock('<Image>x|</Image>'),
    after: inBlock('<!-- <Image>x</Image> -->'),
  },
  {
    what: 'a line with a comment',
    before: inBlock('|<Image>x</Image> <!-- why -->'),
    after: inBlock('<!-- <Image>x</Image> <!-~- why -~-> -->'),
  },
  {
    what: 'each line of a selection, blank ones not',
    before: inBlock('<Im«age>x</Image>', '', '<!--b-->', '<Image>y</»Image>'),
    after: inBlock('<!-- <Image>x</Image> -->', '', '<!-- <!-~-b-~-> -->', '<!-- <Image>y</Image> -->'),
  },
  {
    what: 'whole lines, without the one behind',
    before: inBlock('«<Image>x</Image>', '»<Image>y</Image>')
      .replace('      «', '«      ')
      .replace('      »', '»      '),
    after: inBlock('<!-- <Image>x</Image> -->', '<Image>y</Image>'),
  },
  {
    what: 'lines that were commented out one by one',
    before: inBlock('«<!-- <Image>x</Image> -->', '<!-- <Image>y</Image> -->»'),
    after: inBlock('<Image>x</Image>', '<Image>y</Image>'),
  },
  {
    what: 'hyphens, and what stands for them already',
    before: inBlock('|<CommandLine>a --b -~- --- -~~-- -</CommandLine>-'),
    after: inBlock('<!-- <CommandLine>a -~-b -~~- -~-~- -~~~-~- -</CommandLine>- -->'),
  },
  {
    what: 'all the lines of a comment, whichever the cursor is in',
    before: inBlock('<Image>x</Image> <!-- a', 'b|', 'c --> <Image>y</Image>', '<Image>z</Image>'),
    after: inBlock('<!-- <Image>x</Image> <!-~- a', 'b', 'c -~-> <Image>y</Image> -->', '<Image>z</Image>'),
  },
  {
    what: 'a comment of many lines',
    before: inBlock('<!-- a', 'b| -~- c', 'd -->'),
    after: inBlock('a', 'b -- c', 'd'),
    back: false,
  },
  {
    what: 'all the lines of a tag, and those of the value only as they are',
    before: inBlock('<Rule', 'name="a"|>', '<Image>x</Image>', '</Rule>'),
    after: inBlock('<!-- <Rule', 'name="a"> -->', '<Image>x</Image>', '</Rule>'),
  },
  {
    what: 'all the lines of a CDATA section',
    before: inBlock('<Image><![CDATA[a', '|b]]></Image>'),
    after: inBlock('<!-- <Image><![CDATA[a', 'b]]></Image> -->'),
  },
  {
    what: 'a comment without blanks',
    before: inBlock('|<!--<Image>x</Image>-->'),
    after: inBlock('<Image>x</Image>'),
    back: false,
  },
  {
    what: 'a comment that was broken by the one in it',
    before: inBlock('|<!-- <Image>x</Image> <!-- why --> -->'),
    after: inBlock('<Image>x</Image> <!-- why -->'),
    back: false,
  },
  {
    what: 'an empty line',
    before: inBlock('<Image>x</Image>', '|'),
    after: inBlock('<Image>x</Image>', '<!--  -->'),
  },
  {
    what: 'the lines of many cursors, each once',
    before: inBlock('<I|mage>x</Im|age>', '<Image>y</Image>', '<Ima|ge>z</Image>'),
    after: inBlock('<!-- <Image>x</Image> -->', '<Image>y</Image>', '<!-- <Image>z</Image> -->'),
  },
  {
    what: 'in a document with CRLF',
    before: '<Sysmon>\r\n«<Image>x</Image>\r\n<Image>y</Image>»\r\n</Sysmon>',
    after: '<Sysmon>\r\n<!-- <Image>x</Image> -->\r\n<!-- <Image>y</Image> -->\r\n</Sysmon>',
  },
];

const BLOCK: readonly Case[] = [
  {
    what: 'what is selected',
    before: inBlock('«<Image>x</Image>', '<Image>y</Image> <!-- why -->»'),
    after: inBlock('<!-- <Image>x</Image>', '<Image>y</Image> <!-~- why -~-> -->'),
  },
  {
    what: 'a part of a value',
    before: inBlock('<Image>a«b»c</Image>'),
    after: inBlock('<Image>a<!-- b -->c</Image>'),
  },
  {
    what: 'more than is selected where markup would be cut',
    before: inBlock('<Im«age>x</Image> <!-- wh»y -->'),
    after: inBlock('<!-- <Image>x</Image> <!-~- why -~-> -->'),
  },
  {
    what: 'the element in whose tag the cursor is',
    before: inBlock('<Rule na|me="a">', '<Image>x</Image>', '</Rule>'),
    after: inBlock('<!-- <Rule name="a">', '<Image>x</Image>', '</Rule> -->'),
  },
  {
    what: 'the comment in which the cursor is',
    before: inBlock('<Image>x</Image> <!-- a |<!-~- b -~-> -->'),
    after: inBlock('<Image>x</Image> a <!-- b -->'),
    back: false,
  },
  {
    what: 'the comment that is selected with the blanks around it',
    before: inBlock('<Image>x</Image>« <!-- a --> »'),
    after: inBlock('<Image>x</Image> a '),
    back: false,
  },
  {
    what: 'nothing, where there is nothing',
    before: inBlock('<Image>x</Image> |'),
    after: inBlock('<Image>x</Image> <!--  -->'),
    back: false,
  },
];

describe('toggling comments', () => {
  for (const [style, cases] of [
    ['line', LINE],
    ['block', BLOCK],
  ] as const) {
    for (const { what, before, after, back } of cases) {
      it(`by ${style}: ${what}`, () => {
        assert.equal(toggled(before, style), after);
        if (back === false) return;
        const { ranges, parsed } = selected(before);
        const again = parsedOf(after);
        // The lines are the same ones; of a block what is selected is the comment.
        const now = style === 'line' ? ranges : selected(commentMarked(after)).ranges;
        assert.equal(applied(again, toggleComment(again, now, style) ?? []), parsed.text);
        assert.equal(parsed.text, inBlockWithout(before));
      });
    }
  }
  it('leaves other XML to the editor', () => {
    const { parsed, ranges } = selected('<project>|</project>');
    assert.equal(toggleComment(parsed, ranges, 'line'), null);
  });
});

/** The first comment selected. */
function commentMarked(text: string): string {
  return text.replace(/<!--[^]*?-->/, comment => `«${comment}»`);
}
