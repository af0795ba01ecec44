import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CompletionItem,
  CompletionList,
  Diagnostic,
  Hover,
  Position,
} from 'vscode-languageserver-types';
import { parseDocument, ParsedDocuments, type ParsedDocument } from './documents.ts';
import { completion, resolveCompletion, type CompletionOptions } from './features/completion.ts';
import { diagnostics } from './features/diagnostics.ts';
import { hover } from './features/hover.ts';
import { loadDocument, loadedOf } from './loadDocument.ts';
import type { Loaded, Problem } from './loader/index.ts';
import { createSchemaContext, type SchemaContext, type Target } from './schema/context.ts';
import { knowledge, shippedManifests } from './schema/data.ts';
import { createSchemaSet, type SchemaSet } from './schema/schema.ts';
import type { Manifest, Platform } from './schema/types.ts';

/** What the status item shows of a document. */
export interface DocumentInfo {
  readonly isSysmon: boolean;
  /** As written in the file. */
  readonly declared: string | null;
  readonly validatedAgainst: string | null;
  readonly target: string;
  readonly platform: Platform;
  readonly accepted: boolean | null;
}

/**
 * Everything that an editor or the command line asks, as plain functions of a document: no connection,
 * no file system, no editor. A document that is no Sysmon configuration gets empty answers, unless
 * `always` says that it is meant as one.
 */
export interface LanguageService {
  /** Sets which Sysmon is meant, and manifests of the user's own beside the shipped ones. */
  configure(target: Target, ownManifests?: readonly Manifest[]): void;
  parse(document: TextDocument): ParsedDocument;
  load(document: TextDocument, found?: readonly Problem[]): Loaded;
  diagnostics(document: TextDocument): Diagnostic[];
  completion(document: TextDocument, position: Position, options: CompletionOptions): CompletionList;
  resolveCompletion(item: CompletionItem): CompletionItem;
  hover(document: TextDocument, position: Position): Hover | null;
  info(document: TextDocument): DocumentInfo;
  /** Frees what is kept of a document. */
  close(uri: string): void;
}

export function getLanguageService(): LanguageService {
  let set: SchemaSet = createSchemaSet(shippedManifests());
  let schemas: SchemaContext = createSchemaContext(set, { version: null, platform: 'windows' });
  const documents = new ParsedDocuments();
  const parse = (document: TextDocument): ParsedDocument => documents.get(document, schemas);

  return {
    configure(target, ownManifests = []) {
      set = createSchemaSet([...shippedManifests(), ...ownManifests]);
      schemas = createSchemaContext(set, target);
    },
    parse,
    load: (document, found) =>
      found && found.length > 0
        ? loadDocument(parseDocument(document, schemas), found)
        : loadedOf(parse(document)),
    diagnostics(document) {
      const parsed = parse(document);
      return parsed.isSysmon ? diagnostics(parsed, loadedOf(parsed), knowledge) : [];
    },
    completion: (document, position, options) => completion(parse(document), position, knowledge, options),
    resolveCompletion: item => resolveCompletion(item, knowledge, schemas),
    hover: (document, position) => hover(parse(document), position, knowledge),
    info(document) {
      const parsed = parse(document);
      const { tree, configuration, declared } = parsed;
      const attribute = configuration.schemaversion;
      const isWhole = configuration.rootRole === 'sysmon';
      return {
        isSysmon: parsed.isSysmon,
        declared: attribute >= 0 ? tree.attributeValue(attribute) : null,
        validatedAgainst: isWhole && declared.number !== null ? declared.schema.version : null,
        target: schemas.newest.version,
        platform: schemas.platform,
        accepted: isWhole ? loadedOf(parsed).accepted : null,
      };
    },
    close: uri => documents.delete(uri),
  };
}
