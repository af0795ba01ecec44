import { TextDocument } from 'vscode-languageserver-textdocument';
import { LANGUAGE_ID, parseDocument, type ParsedDocument } from '../../../server/src/documents.ts';
import { loadDocument } from '../../../server/src/loadDocument.ts';
import type { Loaded } from '../../../server/src/loader/index.ts';
import { createSchemaContext, type Target } from '../../../server/src/schema/context.ts';
import { shippedManifests } from '../../../server/src/schema/data.ts';
import { createSchemaSet } from '../../../server/src/schema/schema.ts';

const schemas = createSchemaSet(shippedManifests());

/** Loads a text for a target; Windows and the newest schema unless said. */
export function loading(
  text: string,
  target: Partial<Target> = {},
): { parsed: ParsedDocument; loaded: Loaded } {
  const context = createSchemaContext(schemas, { version: null, platform: 'windows', ...target });
  const parsed = parseDocument(TextDocument.create('test.xml', LANGUAGE_ID, 0, text), context);
  return { parsed, loaded: loadDocument(parsed) };
}

/** The blocks in one line each: `12 RegistryEvent include or: Image is x (name); 1/and: …`. */
export function blocksIn({ parsed, loaded }: ReturnType<typeof loading>): string[] {
  return loaded.blocks.map(({ eventId, event, onmatch, relation, conditions }) => {
    const told = conditions.map(({ field, condition, name, rule, source }) => {
      const inRule = rule ? `${rule.number}/${rule.relation} ` : '';
      return `${inRule}${field} ${condition} ${parsed.tree.content(source.node)}${name === null ? '' : ` (${name})`}`;
    });
    return `${eventId} ${event} ${onmatch} ${relation}${told.length > 0 ? `: ${told.join('; ')}` : ''}`;
  });
}

export function codesIn({ loaded }: ReturnType<typeof loading>): string {
  return loaded.problems.map(({ code }) => code).join(' ');
}
