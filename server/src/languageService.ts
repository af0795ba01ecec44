import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeAction,
  CodeActionContext,
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentLink,
  Hover,
  InlayHint,
  Location,
  Position,
  Range,
  SymbolInformation,
} from 'vscode-languageserver-types';
import type { Levels } from './checks/levels.ts';
import { parseDocument, ParsedDocuments, type ParsedDocument } from './documents.ts';
import { completion, resolveCompletion, type CompletionOptions } from './features/completion.ts';
import { codeActions } from './features/codeActions.ts';
import { tellProblems, toDiagnostic, type DocsUri, type ToldProblem } from './features/diagnostics.ts';
import { differenceAsEdits, fixAll } from './features/fixAll.ts';
import { atlas, type Atlas } from './features/atlas.ts';
import { coverage, type Coverage } from './features/coverage.ts';
import { navigatorLayer } from './features/coverage/layer.ts';
import { coverageSvg } from './features/coverage/svg.ts';
import { codeLenses } from './features/codeLens.ts';
import { documentLinks } from './features/documentLinks.ts';
import { DEFAULT_FEATURES, type FeatureSettings } from './features/featureSettings.ts';
import { inlayHints } from './features/inlayHints.ts';
import { prepareRename, rename, type Renaming } from './features/rename.ts';
import { refactorings } from './features/refactorings.ts';
import { definition, references } from './features/references.ts';
import { workspaceSymbols } from './features/workspaceSymbols.ts';
import { semanticTokens } from './features/semanticTokens.ts';
import { editingService, type EditingService } from './features/editingService.ts';
import type { SysmonEvent } from './events/event.ts';
import { explain, type Explanation } from './features/explain.ts';
import { hover, type HoverOptions } from './features/hover.ts';
import { loadDocument, loadedOf } from './loadDocument.ts';
import type { Loaded, Problem } from './loader/index.ts';
import { createSchemaContext, type SchemaContext } from './schema/context.ts';
import { oncePer } from './once.ts';
import { knowledge, shippedManifests } from './schema/data.ts';
import { createSchemaSet } from './schema/schema.ts';
import type { Platform } from './schema/types.ts';

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

/** What a user sets for a document: which Sysmon is meant, and the levels of checks. */
export interface DocumentSettings {
  /** The same object for documents that mean the same Sysmon, since a document is parsed again for another one. */
  readonly schemas: SchemaContext;
  readonly levels: Levels;
  /** What features show; everything, unless it is given. */
  readonly features?: FeatureSettings;
  /** The column up to which a start tag may reach when a document is formatted; any where it is left out or 0. */
  readonly wrapAttributes?: number;
}

/** What the language service asks of the world around it, at once and at any time. */
export interface ServiceOptions {
  /** The newest Sysmon for Windows and the levels of the table, unless it is given. */
  readonly settingsFor?: (uri: string) => DocumentSettings;
  /** Where the page of a check is, null where there is none. */
  readonly docsUri?: DocsUri;
}

/**
 * Everything that an editor or the command line asks, as plain functions of a document: no connection,
 * no file system, no editor. A document that is no Sysmon configuration gets empty answers, unless
 * `always` says that it is meant as one.
 */
export interface LanguageService extends EditingService {
  parse(document: TextDocument): ParsedDocument;
  load(document: TextDocument, found?: readonly Problem[]): Loaded;
  diagnostics(document: TextDocument): Diagnostic[];
  codeActions(document: TextDocument, range: Range, context: CodeActionContext): CodeAction[];
  refactorings(document: TextDocument, range: Range, context: CodeActionContext): CodeAction[];
  completion(document: TextDocument, position: Position, options: CompletionOptions): CompletionList;
  resolveCompletion(item: CompletionItem): CompletionItem;
  hover(document: TextDocument, position: Position, options?: HoverOptions): Hover | null;
  /**
   * `TOKEN_WIDTH` numbers for each token: line, character, length, and type and modifiers by their places
   * in the legend; none is relative.
   */
  semanticTokens(document: TextDocument, range?: Range): number[];
  inlayHints(document: TextDocument, range: Range): InlayHint[];
  codeLenses(document: TextDocument): CodeLens[];
  documentLinks(document: TextDocument): DocumentLink[];
  /** The blocks of a document, and what has a name in it. */
  workspaceSymbols(document: TextDocument): SymbolInformation[];
  references(document: TextDocument, position: Position): Location[];
  definition(document: TextDocument, position: Position): Location | null;
  prepareRename(
    document: TextDocument,
    position: Position,
  ): { readonly range: Range; readonly placeholder: string } | null;
  rename(document: TextDocument, position: Position, newName: string): Renaming;
  /** Null for a document that is no configuration. */
  coverage(document: TextDocument): Coverage | null;
  /** The coverage as a file to keep: a layer of the ATT&CK Navigator, or a picture. */
  exportCoverage(document: TextDocument, format: 'layer' | 'svg', name: string): string | null;
  /** Whether an event would be logged, and why; null for a document that is no configuration. */
  explain(document: TextDocument, event: SysmonEvent): Explanation | null;
  /** What the Event Atlas shows, for the Sysmon that is meant for a document; empty for none. */
  atlas(uri: string): Atlas;
  info(document: TextDocument): DocumentInfo;
  /** Frees what is kept of a document. */
  close(uri: string): void;
}

export function getLanguageService(options: ServiceOptions = {}): LanguageService {
  const settingsFor = options.settingsFor ?? defaultSettings();
  const documents = new ParsedDocuments();
  const toldOf = oncePer<ParsedDocument, Map<Levels, readonly ToldProblem[]>>(() => new Map());
  const parse = (document: TextDocument): ParsedDocument =>
    documents.get(document, settingsFor(document.uri).schemas);

  const featuresFor = ({ uri }: TextDocument): FeatureSettings =>
    settingsFor(uri).features ?? DEFAULT_FEATURES;

  /** Items come back without their document, but always from the last list. */
  let completedFor = '';

  /** The problems of a document; none for a document that is no configuration. */
  const tell = (parsed: ParsedDocument): readonly ToldProblem[] => {
    if (!parsed.isSysmon) return [];
    const { levels } = settingsFor(parsed.document.uri);
    const known = toldOf(parsed);
    let told = known.get(levels);
    if (!told) known.set(levels, (told = tellProblems(parsed, loadedOf(parsed), knowledge, levels)));
    return told;
  };

  return {
    parse,
    load: (document, found) =>
      found && found.length > 0
        ? loadDocument(parseDocument(document, settingsFor(document.uri).schemas), found)
        : loadedOf(parse(document)),
    diagnostics: document => tell(parse(document)).map(problem => toDiagnostic(problem, options.docsUri)),
    codeActions(document, range, context) {
      const parsed = parse(document);
      return codeActions(parsed, tell(parsed), knowledge, range, context, () =>
        parsed.isSysmon
          ? differenceAsEdits(document, fixAll(parsed, knowledge, settingsFor(document.uri).levels).text)
          : [],
      );
    },
    refactorings: (document, range, context) => refactorings(parse(document), range, knowledge, context),
    completion(document, position, how) {
      completedFor = document.uri;
      return completion(parse(document), position, knowledge, how);
    },
    resolveCompletion: item => resolveCompletion(item, knowledge, settingsFor(completedFor).schemas),
    hover: (document, position, how) => hover(parse(document), position, knowledge, how),
    semanticTokens: (document, range) =>
      semanticTokens(
        parse(document),
        knowledge,
        range && { start: document.offsetAt(range.start), end: document.offsetAt(range.end) },
      ),
    inlayHints: (document, range) =>
      inlayHints(parse(document), range, knowledge, featuresFor(document).inlayHints),
    workspaceSymbols: document => workspaceSymbols(parse(document)),
    documentLinks: document => documentLinks(parse(document), knowledge),
    references: (document, position) => references(parse(document), position, knowledge),
    definition: (document, position) => definition(parse(document), position, knowledge),
    prepareRename: (document, position) => prepareRename(parse(document), position),
    rename: (document, position, newName) => rename(parse(document), position, newName),
    codeLenses: document => codeLenses(parse(document), knowledge, featuresFor(document).codeLens),
    ...editingService(parse, uri => settingsFor(uri).wrapAttributes ?? 0),
    coverage: document => coverage(parse(document), knowledge),
    exportCoverage(document, format, name) {
      const found = coverage(parse(document), knowledge);
      if (!found) return null;
      return format === 'svg'
        ? coverageSvg(found, name)
        : `${JSON.stringify(navigatorLayer(found, name), null, 2)}\n`;
    },
    explain: (document, event) => explain(parse(document), knowledge, event, knowledge.environment.variables),
    atlas: uri => atlas(knowledge, settingsFor(uri).schemas),
    info(document) {
      const parsed = parse(document);
      const { tree, configuration, declared, schemas } = parsed;
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

function defaultSettings(): () => DocumentSettings {
  const set = createSchemaSet(shippedManifests());
  const settings = { schemas: createSchemaContext(set, { version: null, platform: 'windows' }), levels: {} };
  return () => settings;
}
