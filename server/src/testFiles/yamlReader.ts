/**
 * A YAML document read key by key, with a sentence and a place for everything that is not as expected.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  visit,
  type Alias,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Range } from 'vscode-languageserver-types';
import { nearest, orList } from '../checks/check.ts';

/** Something in a test file that cannot be used. */
export interface FileProblem {
  readonly message: string;
  readonly range: Range;
}

/** A value, which a key has. */
export interface Entry {
  readonly key: string;
  readonly keyRange: Range;
  /** Null for a key without anything behind it. */
  readonly value: Node | null;
  /** The place of the value, or of the key where there is none. */
  readonly range: Range;
}

const MAX_ERRORS = 10;

export class YamlReader {
  readonly problems: FileProblem[] = [];
  /** Null where the text is empty or no YAML. */
  readonly root: Node | null;
  private readonly lines = new LineCounter();
  private readonly aliases = new Map<Alias, Node>();

  constructor(text: string) {
    const contents = this.parse(text);
    this.root = this.problems.length > 0 ? null : this.resolve(contents);
  }

  private parse(text: string): Node | null {
    try {
      const document = parseDocument<Node>(text, { lineCounter: this.lines, prettyErrors: false });
      // Behind the first mistakes the library only guesses, and finds more in every line of what is no YAML.
      for (const { code, message, pos } of document.errors.slice(0, MAX_ERRORS)) {
        // It catches its own overflow, and tells it as a mistake of the text.
        if (message.startsWith('Maximum call stack')) throw new RangeError(message);
        if (code === 'MULTIPLE_DOCS') {
          this.report(
            'A test file is one document: leave out what begins here.',
            this.rangeAt(pos[0], pos[1]),
          );
          continue;
        }
        const help =
          code === 'BAD_DQ_ESCAPE'
            ? ' Between double quotes a backslash begins an escape: write paths between single quotes.'
            : '';
        this.report(`This is no YAML. ${asSentence(message)}${help}`, this.rangeAt(pos[0], pos[1]));
      }
      this.findAliases(document);
      return document.contents;
    } catch (error) {
      // The library goes into nested values by calling itself.
      if (!(error instanceof RangeError)) throw error;
      this.problems.length = 0;
      this.report('This is nested too deeply.', this.rangeAt(0, 0));
      return null;
    }
  }

  /** The library looks through the whole document for each alias; one pass finds all. */
  private findAliases(document: Document): void {
    const anchors = new Map<string, Node>();
    visit(document, {
      Alias: (_key, alias) => {
        const meant = anchors.get(alias.source);
        if (meant) this.aliases.set(alias, meant);
      },
      Value: (_key, node) => {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
      },
    });
  }

  report(message: string, range: Range): void {
    this.problems.push({ message, range });
  }

  rangeOf(node: Node | null): Range {
    const range = node?.range;
    return range ? this.rangeAt(range[0], range[1]) : this.rangeAt(0, 0);
  }

  /** What an alias stands for; everything else is itself. */
  private resolve(node: unknown): Node | null {
    if (isAlias(node)) return this.aliases.get(node) ?? null;
    return isMap(node) || isSeq(node) || isScalar(node) ? node : null;
  }

  /** The entries of a mapping; null, with a problem, for anything else. */
  entries(node: Node | null, what: string): Entry[] | null {
    if (!isMap(node)) {
      this.report(`${what} is ${kindOf(node)}, where a mapping is expected.`, this.rangeOf(node));
      return null;
    }
    return this.entriesOf(node);
  }

  entriesOf(map: YAMLMap): Entry[] {
    return map.items.map(({ key, value }) => {
      const keyNode = this.resolve(key);
      const keyRange = this.rangeOf(keyNode);
      const written = value as Node | null;
      const isWritten =
        written?.range !== undefined && written.range !== null && written.range[1] > written.range[0];
      return {
        key: isScalar(keyNode) ? textOf(keyNode) : '',
        keyRange,
        value: this.resolve(value),
        range: isWritten ? this.rangeOf(written) : keyRange,
      };
    });
  }

  /**
   * Finds entries by their keys, and reports the keys that are none of the known ones.
   *
   * @param required keys that are reported where they are missing, unless one is there that was meant as them
   */
  keyed<K extends string>(
    entries: readonly Entry[],
    known: readonly K[],
    where: string,
    required: readonly K[] = [],
    holder: Node | null = null,
  ): Partial<Record<K, Entry>> {
    const found: Partial<Record<K, Entry>> = {};
    const misspelt = new Set<string>();
    for (const entry of entries) {
      const { key, keyRange } = entry;
      const name = known.find(each => each === key);
      if (name !== undefined) {
        found[name] = entry;
        continue;
      }
      const [meant] = nearest(key, known);
      if (meant !== undefined) misspelt.add(meant);
      const help = meant === undefined ? `The keys there are ${orList(known)}.` : `Did you mean “${meant}”?`;
      this.report(`${where} has no key “${key}”. ${help}`, keyRange);
    }
    const { start } = this.rangeOf(holder);
    for (const key of required) {
      if (found[key] || misspelt.has(key)) continue;
      this.report(`“${key}” is missing.`, { start, end: start });
    }
    return found;
  }

  /** A text; a number is taken as it is written. Undefined, with a problem, for anything else. */
  text(entry: Entry): string | undefined {
    const { value, key, range } = entry;
    if (isScalar(value) && value.value !== null && textOf(value) !== '') return textOf(value);
    this.report(`“${key}” is ${kindOf(value)}, where a text is expected.`, range);
    return undefined;
  }

  /** A mapping of names to texts, as they are written; what is no text is reported. */
  texts(entries: readonly Entry[]): Record<string, string> {
    const texts: Record<string, string> = {};
    for (const { key, value, range } of entries) {
      if (value === null || isScalar(value)) texts[key] = value === null ? '' : textOf(value);
      else
        this.report(
          `“${key}” is ${kindOf(value)}, where a text is expected. Put a value that begins with “{” or “[” between single quotes.`,
          range,
        );
    }
    return texts;
  }

  /** The items of a list; null, with a problem, for anything else. */
  items({ key, value, range }: Entry): { readonly value: Node | null; readonly range: Range }[] | null {
    if (!isSeq(value)) {
      this.report(`“${key}” is ${kindOf(value)}, where a list is expected.`, range);
      return null;
    }
    return value.items.map(item => ({ value: this.resolve(item), range: this.rangeOf(item as Node | null) }));
  }

  /**
   * A value as JSON would have it, but numbers such as `0x1410` as they are written.
   *
   * @throws {RangeError} when aliases make it grow beyond reason, or into itself
   */
  plain(node: Node | null): unknown {
    let left = MOST_VALUES;
    const convert = (unresolved: unknown): unknown => {
      if (left-- <= 0) throw new RangeError('The value holds too much.');
      const each = this.resolve(unresolved);
      if (isSeq(each)) return each.items.map(convert);
      if (isMap(each)) {
        return Object.fromEntries(this.entriesOf(each).map(({ key, value }) => [key, convert(value)]));
      }
      if (!isScalar(each)) return null;
      const { value } = each;
      return typeof value === 'number' && String(value) !== textOf(each) ? textOf(each) : value;
    };
    return convert(node);
  }

  private rangeAt(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  private positionAt(offset: number): Range['start'] {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(0, line - 1), character: Math.max(0, col - 1) };
  }
}

const MOST_VALUES = 20_000;

/** A scalar as it is written: `0x1410` and `4.90` are numbers for YAML, and texts for Sysmon. */
export function textOf({ value, source }: Scalar): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : (source ?? '');
}

export function kindOf(node: Node | null): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node) || node.value === null || node.value === '') return 'empty';
  return `“${shortened(textOf(node))}”`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** The library quotes what it stumbled over, however long that is. */
function asSentence(message: string): string {
  const told = message.length > 200 ? `${message.slice(0, 200)}…` : message;
  return /[.!?…]$/.test(told) ? told : `${told}.`;
}
