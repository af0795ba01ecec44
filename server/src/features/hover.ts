/** Hover: what the thing under the pointer means, and what Sysmon makes of it as it stands. */
import type { Hover, Position } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { blocks } from './describe/markdown.ts';
import { atlasLink } from './hover/atlasLink.ts';
import { attributeHover } from './hover/attributes.ts';
import { tagHover } from './hover/tags.ts';
import { textHover } from './hover/texts.ts';
import { tokenAt, type Answer } from './hover/token.ts';
import { lookup, type Lookup } from './lookup.ts';

export interface HoverOptions {
  /** The client runs the commands of our own VS Code extension when their links are clicked. */
  readonly commandLinks?: boolean;
}

/**
 * The explanation for a position, as markdown. Whatever comes from the file stands in code spans there.
 *
 * @param position as in LSP: line and UTF-16 character
 * @returns null in documents that are no Sysmon configuration, and where there is nothing to say
 */
export function hover(
  parsed: ParsedDocument,
  position: Position,
  knowledge: Knowledge,
  { commandLinks = false }: HoverOptions = {},
): Hover | null {
  if (!parsed.isSysmon) return null;
  const { document } = parsed;
  const answer = answerAt(parsed, lookup(knowledge), document.offsetAt(position), commandLinks);
  if (!answer || answer.markdown === '') return null;
  return {
    contents: { kind: 'markdown', value: answer.markdown },
    range: { start: document.positionAt(answer.start), end: document.positionAt(answer.end) },
  };
}

function answerAt(
  parsed: ParsedDocument,
  known: Lookup,
  offset: number,
  commandLinks: boolean,
): Answer | null {
  const token = tokenAt(parsed, offset);
  switch (token?.kind) {
    case 'tag':
      return {
        ...token,
        markdown: blocks(tagHover(parsed, known, token), commandLinks ? atlasLink(parsed, token) : ''),
      };
    case 'attribute':
      return attributeHover(parsed, known, token, offset);
    case 'text':
      return textHover(parsed, known, token, offset);
    default:
      return null;
  }
}
