/** Where a text stops being JSON, and what is wrong there. */
export interface JsonError {
  /** In UTF-16 code units from the start of the text. */
  readonly offset: number;
  /** A sentence that says what to do. */
  readonly message: string;
}

/** Nobody writes settings that are nested deeper, and what reads them further may recurse. */
const MAX_DEPTH = 50;

const BLANKS = /[ \t\r\n]*/y;
const STRING = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const TOKEN = new RegExp(`[{}[\\],:]|${STRING}|${NUMBER}|true|false|null`, 'y');

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma' | 'end';

/**
 * The first mistake of a text that is meant as JSON, null where there is none. The messages of
 * `JSON.parse` differ between engines, and some do not say the place at all.
 */
export function jsonError(text: string): JsonError | null {
  const open: string[] = [];
  let expected: Expected = 'value';
  for (let offset = skipBlanks(text, 0); ;) {
    const token = tokenAt(text, offset);
    const next = stepOver(token, expected, open);
    if (next === null) return { offset, message: complaint(text, offset, expected, open) };
    if (next === 'end' && token === '') return null;
    expected = next;
    offset = skipBlanks(text, offset + token.length);
  }
}

function skipBlanks(text: string, offset: number): number {
  BLANKS.lastIndex = offset;
  BLANKS.exec(text);
  return BLANKS.lastIndex;
}

/** The token at an offset; empty where the text ends or nothing is one. */
function tokenAt(text: string, offset: number): string {
  TOKEN.lastIndex = offset;
  const token = TOKEN.exec(text)?.[0] ?? '';
  return token === '' && offset < text.length ? '\0' : token;
}

/** What has to follow a token, null where it may not stand; `open` are the closing brackets to come. */
function stepOver(token: string, expected: Expected, open: string[]): Expected | null {
  const inside = open.at(-1);
  const close = (): Expected => {
    open.pop();
    return open.length === 0 ? 'end' : 'comma';
  };
  switch (expected) {
    case 'end':
      return token === '' ? 'end' : null;
    case 'colon':
      return token === ':' ? 'value' : null;
    case 'comma':
      if (token === inside) return close();
      return token === ',' ? (inside === '}' ? 'key' : 'value') : null;
    case 'key':
    case 'key or }':
      if (expected === 'key or }' && token === '}') return close();
      return token.startsWith('"') ? 'colon' : null;
    case 'value':
    case 'value or ]':
      if (expected === 'value or ]' && token === ']') return close();
      if (token === '{' || token === '[') {
        if (open.length === MAX_DEPTH) return null;
        open.push(token === '{' ? '}' : ']');
        return token === '{' ? 'key or }' : 'value or ]';
      }
      if (token === '' || /^[\0\]},:]/.test(token)) return null;
      return open.length === 0 ? 'end' : 'comma';
  }
}

function complaint(text: string, offset: number, expected: Expected, open: readonly string[]): string {
  const rest = text.slice(offset, offset + 2);
  if (rest === '//' || rest === '/*') return 'Comments are not allowed, so remove this one.';
  if (open.length === MAX_DEPTH) return `Nothing may be nested deeper than ${MAX_DEPTH} times.`;
  switch (expected) {
    case 'end':
      return 'Nothing may stand behind the last bracket, so remove what does.';
    case 'colon':
      return 'A colon has to stand here, behind the name.';
    case 'comma':
      return `A comma or the closing “${open.at(-1) ?? ''}” has to stand here.`;
    case 'key':
      if (rest.startsWith('}')) return 'No comma may stand in front of the closing “}”, so remove it.';
      return 'A name in double quotes has to stand here.';
    case 'key or }':
      return 'A name in double quotes or the closing “}” has to stand here.';
    case 'value':
    case 'value or ]':
      if (rest.startsWith(']')) return 'No comma may stand in front of the closing “]”, so remove it.';
      return 'A value has to stand here, text in double quotes.';
  }
}
