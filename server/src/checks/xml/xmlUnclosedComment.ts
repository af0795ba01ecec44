import { fixOf, replace, type Edit } from '../fix.ts';
import { loaderCheck } from '../check.ts';

export const xmlUnclosedComment = loaderCheck({
  code: 'xml-unclosed-comment',
  level: 'error',
  title: 'Comment without an end',
  fact: () => 'This comment has no --> of its own',
  instead: () => 'Write --> where it ends. Until then everything up to the next --> is part of the comment.',
  fixes: (facts, { parsed: { text } }) => {
    const start = facts.problem.start + '<!--'.length;
    const end = endBeforeNext(text, start, facts.number('at'));
    const places = [beforeForeignEndTag(text, start, end), end];
    return [...new Set(places)]
      .filter(place => place !== null)
      .map((place, index) =>
        fixOf(titleOf(text, place), closingAt(text, start, place), { preferred: index === 0 }),
      );
  },
});

function titleOf(text: string, place: number): string {
  const behind = /^<[^<>\s]*>?/.exec(text.slice(place, place + 80))?.[0];
  return behind === undefined ? 'Add the missing -->' : `Add the missing --> before ${behind}`;
}

/** The end that the parser found, or before another comment that begins before it. */
function endBeforeNext(text: string, start: number, found: number): number {
  const next = text.indexOf('<!--', start);
  return next < 0 || next >= found ? found : beforeBlanks(text, start, next);
}

function beforeBlanks(text: string, start: number, at: number): number {
  let place = at;
  while (place > start && /\s/.test(text[place - 1]!)) place--;
  return place;
}

/** Completes what was written of the comment's end. */
function closingAt(text: string, start: number, place: number): Edit {
  const inside = text.slice(start, place);
  // `->`, `–>`, `--` and `-` were meant to be the end; a `>` by itself was, too: `<!--Mitre T1218>`.
  const written = /(?:[-–—]+>?|(>))$/.exec(inside);
  const from = place - (written?.[0].length ?? 0);
  const needsBlank = written?.[1] !== undefined;
  const before = text.slice(start, from);
  // A blank where the comment has one at its beginning.
  const loose = written === null && /^\s/.test(inside);
  const blank = (needsBlank || loose) && !/\s$/.test(before) ? ' ' : '';
  return replace(from, place, `${blank}-->`);
}

/** Before the first end tag that belongs to no start tag of the comment, so that it was not commented out. */
function beforeForeignEndTag(text: string, start: number, end: number): number | null {
  const open: string[] = [];
  for (const tag of text.slice(start, end).matchAll(/<(\/?)([A-Za-z][\w.:-]*)[^<>]*?(\/?)>/g)) {
    const [, slash, name = '', empty] = tag;
    if (slash === '') {
      if (empty === '') open.push(name);
    } else if (open.pop() !== name) {
      return beforeBlanks(text, start, start + tag.index);
    }
  }
  return null;
}
