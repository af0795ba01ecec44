/** Writes a case into the text of a test file, or begins one. */
import {
  Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  Scalar,
  visit,
  type YAMLSeq,
} from 'yaml';
import type { SysmonEvent } from '../events/event.ts';
import type { Expectation } from './testFile.ts';

export interface NewCase {
  readonly name: string;
  readonly event: SysmonEvent;
  readonly expect: Expectation;
}

/** The new text, and the line, from 0, of the case in it; or why the text was left alone, in a sentence. */
export type Added =
  | { readonly text: string; readonly line: number; readonly problem: null }
  | { readonly text: null; readonly line: null; readonly problem: string };

/**
 * Adds a case behind the others. Comments and everything else stay.
 *
 * @param text the test file; null begins one
 * @param configuration the path, relative to the test file, of what a new file tests
 * @param tag the event's element, null where it has none
 */
export function addCase(
  text: string | null,
  configuration: string,
  added: NewCase,
  tag: string | null,
): Added {
  const written = writtenCase(added, tag);
  if (text === null || text.trim() === '') return inText(yamlOf({ configuration, cases: [written] }));
  const document = parseDocument(text, { keepSourceTokens: true, prettyErrors: false });
  const [error] = document.errors;
  if (error) return leftAlone(`it is no YAML: ${error.message}`);
  if (!isMap(document.contents)) return leftAlone('it is no test file');
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const cases: unknown = document.get('cases', true);
  if (isSeq(cases) && cases.srcToken?.type === 'block-seq' && cases.items.length > 0) {
    return inText(insertBehind(text, cases, yamlOf([written]), eol));
  }
  if (isSeq(cases) && cases.items.length > 0) {
    cases.add(quoteTexts(document.createNode(written)));
  } else if (cases === undefined || isSeq(cases) || (isScalar(cases) && cases.value === null)) {
    document.set('cases', quoteTexts(document.createNode([written])));
  } else {
    return leftAlone('its “cases” is no list');
  }
  return inText(document.toString(STYLE).replaceAll('\n', eol));
}

/** Long texts stay on one line. */
const STYLE = { lineWidth: 0 } as const;

function writtenCase({ name, event, expect }: NewCase, tag: string | null): object {
  const fields = Object.entries(event.fields).filter(([, value]) => value !== undefined && value !== '');
  return {
    name,
    event: {
      ...(tag !== null && { event: tag }),
      eventId: event.eventId,
      fields: Object.fromEntries(fields),
    },
    expect,
  };
}

function yamlOf(value: unknown): string {
  return quoteTexts(new Document(value)).toString(STYLE);
}

/** Nothing but the new item is written, so that all others stay as they are. */
function insertBehind(text: string, { items, srcToken }: YAMLSeq, item: string, eol: string): string {
  const last = items.at(-1) as { readonly range?: readonly number[] | null } | undefined;
  const end = last?.range?.[1] ?? text.length;
  const indent = ' '.repeat(srcToken && 'indent' in srcToken ? srcToken.indent : 0);
  const lines = item
    .trimEnd()
    .split('\n')
    .map(line => (line === '' ? line : indent + line));
  // A remark behind the last value belongs to its line.
  const isAtLineStart = end > 0 && text[end - 1] === '\n';
  const lineEnd = text.indexOf('\n', end);
  const at = isAtLineStart ? end : lineEnd < 0 ? text.length : lineEnd + 1;
  const before = text.slice(0, at);
  const separator = before.endsWith('\n') ? '' : eol;
  return `${before}${separator}${lines.join(eol)}${eol}${text.slice(at)}`;
}

/** Paths and command lines stand between single quotes, where a backslash is one. */
function quoteTexts<T extends Parameters<typeof visit>[0]>(root: T): T {
  visit(root, {
    Scalar(key, node) {
      if (key !== 'value' || typeof node.value !== 'string') return;
      if (node.value.includes('\\') && !node.value.includes('\n')) node.type = Scalar.QUOTE_SINGLE;
    },
  });
  return root;
}

function leftAlone(why: string): Added {
  return { text: null, line: null, problem: `The test file was left alone, since ${why}.` };
}

function inText(text: string): Added {
  const lines = new LineCounter();
  const cases: unknown = parseDocument(text, { lineCounter: lines }).get('cases');
  const last = isSeq(cases) ? (cases.items.at(-1) as { readonly range?: readonly number[] | null }) : null;
  return { text, line: lines.linePos(last?.range?.[0] ?? 0).line - 1, problem: null };
}
