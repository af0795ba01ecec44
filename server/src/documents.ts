import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readSchemaversion } from './loader/schemaversion.ts';
import { buildConfiguration, type Configuration } from './model/index.ts';
import { declaredSchema, type DeclaredSchema, type SchemaContext } from './schema/context.ts';
import { NONE, parse, type ParseHooks, type SyntaxTree } from './syntax/index.ts';

/** One version of a document, read once and shared by all features. */
export interface ParsedDocument {
  readonly document: TextDocument;
  readonly text: string;
  readonly tree: SyntaxTree;
  readonly configuration: Configuration;
  readonly schemas: SchemaContext;
  readonly declared: DeclaredSchema;
  /** The document is a configuration or a part of one, such as a RuleGroup; by its language, or by its root. */
  readonly isSysmon: boolean;
}

/** Parses a document; never throws. */
export function parseDocument(document: TextDocument, schemas: SchemaContext): ParsedDocument {
  const text = document.getText();
  const tree = parse(text, parseHooks(schemas));
  const configuration = buildConfiguration(tree, schemas.known);
  const attribute = configuration.schemaversion;
  const version = readSchemaversion(attribute === NONE ? null : tree.attributeValue(attribute));
  const number = version.kind === 'number' ? version.number : null;
  return {
    document,
    text,
    tree,
    configuration,
    schemas,
    declared: declaredSchema(schemas, number),
    isSysmon: document.languageId === LANGUAGE_ID || looksLikeSysmon(configuration),
  };
}

/** The language of documents that are configurations whatever they hold. */
export const LANGUAGE_ID = 'sysmon';

/** Other formats have elements called RuleGroup, Rule or FileCreate too, so those need an attribute that is Sysmon's. */
function looksLikeSysmon({ tree, root, rootRole }: Configuration): boolean {
  const has = (name: string): boolean => tree.attribute(root, name) !== NONE;
  switch (rootRole) {
    case 'sysmon':
    case 'filtering':
      return true;
    case 'group':
      return has('groupRelation');
    case 'block':
      return has('onmatch') || has('default');
    default:
      return false;
  }
}

/** What the parser is told of Sysmon: fields and options never nest, and a few attribute names are all there are. */
function parseHooks(schemas: SchemaContext): ParseHooks {
  return {
    isLeaf: name =>
      (schemas.known.isField(name) && !schemas.known.isTag(name)) ||
      schemas.known.firstWithOption(name) !== undefined,
    attributeNames: ATTRIBUTE_NAMES,
  };
}

const ATTRIBUTE_NAMES = ['schemaversion', 'groupRelation', 'condition', 'onmatch', 'default', 'name'];

/**
 * Keeps the last parsed version of each document. A document is parsed again when its version, or the
 * schemas that it is read against, changed.
 */
export class ParsedDocuments {
  private readonly parsed = new Map<string, ParsedDocument>();

  get(document: TextDocument, schemas: SchemaContext): ParsedDocument {
    const known = this.parsed.get(document.uri);
    // A `TextDocument` changes in place, so its text says whether it is still the one that was parsed.
    if (known?.document === document && known.text === document.getText() && known.schemas === schemas) {
      return known;
    }
    const parsed = parseDocument(document, schemas);
    this.parsed.set(document.uri, parsed);
    return parsed;
  }

  delete(uri: string): void {
    this.parsed.delete(uri);
  }
}
