import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeAction,
  CodeActionContext,
  CompletionItem,
  CompletionList,
  Diagnostic,
  Hover,
  Position,
} from 'vscode-languageserver-types';
import type { Levels } from './checks/levels.ts';
import { parseDocument, ParsedDocuments, type ParsedDocument } from './documents.ts';
import { completion, resolveCompletion, type CompletionOptions } from './features/completion.ts';
import { codeActions } from './features/codeActions.ts';
import { diagnostics, tellProblems, type ToldProblem } from './features/diagnostics.ts';
import { differenceAsEdits, fixAll } from './features/fixAll.ts';
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
  /** Sets which Sysmon is meant, manifests of the user's own beside the shipped ones, and the levels of checks. */
  configure(target: Target, ownManifests?: readonly Manifest[], levels?: Levels): void;
  parse(document: TextDocument): ParsedDocument;
  load(document: TextDocument, found?: readonly Problem[]): Loaded;
  diagnostics(document: TextDocument): Diagnostic[];
  codeActions(document: TextDocument, context: CodeActionContext): CodeAction[];
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
  let levels: Levels = {};
  const documents = new ParsedDocuments();
  let toldOf = new WeakMap<ParsedDocument, readonly ToldProblem[]>();
  const parse = (document: TextDocument): ParsedDocument => documents.get(document, schemas);

  /** The problems of a document; none for a document that is no configuration. */
  const tell = (parsed: ParsedDocument): readonly ToldProblem[] => {
    if (!parsed.isSysmon) return [];
    let told = toldOf.get(parsed);
    if (!told) toldOf.set(parsed, (told = tellProblems(parsed, loadedOf(parsed), knowledge, levels)));
    return told;
  };

  return {
    configure(target, ownManifests = [], newLevels = {}) {
      levels = newLevels;
      toldOf = new WeakMap();
      set = createSchemaSet([...shippedManifests(), ...ownManifests]);
      schemas = createSchemaContext(set, target);
    },
    parse,
    load: (document, found) =>
      found && found.length > 0
        ? loadDocument(parseDocument(document, schemas), found)
        : loadedOf(parse(document)),
    diagnostics: document => diagnostics(tell(parse(document))),
    codeActions(document, context) {
      const parsed = parse(document);
      return codeActions(parsed, tell(parsed), knowledge, context, () =>
        parsed.isSysmon ? differenceAsEdits(document, fixAll(parsed, knowledge, levels).text) : [],
      );
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
