/** What an item inserts, written once and rendered as a snippet or as plain text. */
export type Part = string | Stop;

/** A place to go on typing at: the cursor's last one, an empty one, or one with values to choose from. */
interface Stop {
  readonly choices: readonly string[];
  readonly last: boolean;
}

/** Where the cursor ends up. */
export const END: Stop = { choices: [], last: true };
/** A place to fill in. */
export const EMPTY: Stop = { choices: [], last: false };

/** A place with values to choose from; the first stands in plain text. */
export function choice(values: readonly string[]): Stop {
  return { choices: values, last: false };
}

/** Renders a template as an LSP snippet. */
export function asSnippet(parts: readonly Part[]): string {
  let stop = 0;
  return parts
    .map(part => {
      if (typeof part === 'string') return part.replace(/[\\$}]/g, '\\$&');
      if (part.last) return '$0';
      stop++;
      if (part.choices.length === 0) return `\${${stop}}`;
      const choices = part.choices.map(value => value.replace(/[\\$},|]/g, '\\$&'));
      return choices.length === 1 ? `\${${stop}:${choices[0]!}}` : `\${${stop}|${choices.join(',')}|}`;
    })
    .join('');
}

/** Renders a template for a client without snippets. */
export function asPlainText(parts: readonly Part[]): string {
  return parts.map(part => (typeof part === 'string' ? part : (part.choices[0] ?? ''))).join('');
}

/** Whether anything is left to fill in. */
export function hasStops(parts: readonly Part[]): boolean {
  return parts.some(part => typeof part !== 'string');
}

/** Escapes what may not stand in text or between quotes. */
export function escapeXml(text: string, quote = ''): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (quote === '"') return escaped.replaceAll('"', '&quot;');
  return quote === "'" ? escaped.replaceAll("'", '&apos;') : escaped;
}
