/**
 * Markdown from texts that are not: the data's sentences, and pieces of a file, which nobody vouches for
 * and which therefore only ever stand in code spans.
 */

const LONGEST_CODE = 200;

/** A code span that shows `text` as it is, on one line, whatever it holds; empty for an empty text. */
export function code(text: string): string {
  // Blanks at the ends are kept visible; other control characters and bidirectional marks would mislead.
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ');
  if (line === '') return '';
  const shown = line.length > LONGEST_CODE ? `${line.slice(0, LONGEST_CODE)}…` : line;
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(longest + 1);
  // One blank at each end is taken off by markdown when both are there.
  const pad = /^[` ]|[` ]$/.test(shown) && shown.trim() !== '' ? ' ' : '';
  return fence + pad + shown + pad + fence;
}

/** A code span for a cell of a table, where `|` would begin the next cell. */
export function codeCell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

/** A plain text as markdown: nothing in it becomes markup. */
export function plain(text: string): string {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
    .replace(/[`*[\]~|]/g, '\\$&')
    .replace(/<(?=[A-Za-z/!?])/g, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/(^|[^A-Za-z0-9])_|_(?=$|[^A-Za-z0-9])/g, hit => hit.replace('_', '\\_'))
    .replace(/^(\s*)(>|[-+](?=\s|$)|#{1,6}(?=\s|$)|=+$|-+$)/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/gm, '$1\\$2');
}

/** A link whose target cannot end early. */
export function link(label: string, url: string): string {
  const target = encodeURI(url)
    .replaceAll('%25', '%')
    .replace(/[()<>\\]/g, c => `%${c.charCodeAt(0).toString(16)}`);
  return `[${plain(label)}](${target})`;
}

export function bold(text: string): string {
  return text === '' ? '' : `**${text}**`;
}

/** Paragraphs and lists with a blank line between them; empty ones are left out. */
export function blocks(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join('\n\n');
}

export function list(items: readonly string[]): string {
  return items.map(item => `- ${item}`).join('\n');
}

/**
 * Where a statement comes from: links for addresses, names for the rest.
 *
 * @param source as in the data: one or several, with `; ` between them
 */
export function sourceLinks(source: string): string {
  return source
    .split(/;\s+/)
    .map(part => {
      const url = /https?:\/\/[^\s)]+/.exec(part)?.[0];
      if (url === undefined) return plain(part);
      return link(shortAddress(url), url);
    })
    .join(', ');
}

/** The host of an address, with the project's name where that says more. */
function shortAddress(url: string): string {
  const { host, pathname } = new URL(url);
  const project = /^(?:www\.)?github\.com$/.test(host) ? pathname.split('/').slice(1, 3).join('/') : '';
  return project === '' ? host.replace(/^www\./, '') : project;
}
