/** Snippets in the form that VS Code reads, and the little that writing their bodies needs. */

export interface Snippet {
  readonly prefix: readonly string[];
  readonly body: readonly string[];
  readonly description: string;
}

/** A snippet file: the snippets by their names, which the list of suggestions shows. */
export type SnippetFile = Readonly<Record<string, Snippet>>;

/** Escapes text that stands in a body as it is. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A place to fill in, with what stands there at first. */
export function placeholder(stop: number, text: string): string {
  return text === '' ? `\${${stop}}` : `\${${stop}:${literal(text)}}`;
}

/** A place with values to choose from, the first of which stands there at first. */
export function oneOf(stop: number, values: readonly string[]): string {
  if (values.length === 1) return placeholder(stop, values[0]!);
  return `\${${stop}|${values.map(value => value.replace(/[\\$},|]/g, '\\$&')).join(',')}|}`;
}

/** Where the user goes on typing when all places are filled in. */
export const END = '$0';
