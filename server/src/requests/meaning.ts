/** Requests about what things mean: tokens, hints, lenses, names, links. */
import {
  LSPErrorCodes,
  ResponseError,
  SemanticTokensBuilder,
  type ClientCapabilities,
  type Connection,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { TOKEN_MODIFIERS, TOKEN_TYPES, TOKEN_WIDTH } from '../features/semanticTokens.ts';
import type { LanguageService } from '../languageService.ts';
import type { Answer } from './answer.ts';

export const MEANING_CAPABILITIES: ServerCapabilities = {
  semanticTokensProvider: {
    legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
    full: { delta: true },
    range: true,
  },
  inlayHintProvider: true,
  codeLensProvider: {},
  documentLinkProvider: {},
  referencesProvider: true,
  definitionProvider: true,
  renameProvider: { prepareProvider: true },
};

export interface MeaningRequests {
  /** Makes the client ask again, where it can be asked to, since settings changed. */
  refresh(capabilities: ClientCapabilities): void;
  /** Frees what is kept of a document. */
  close(uri: string): void;
}

export function serveMeaning(
  connection: Connection,
  service: LanguageService,
  answer: Answer,
): MeaningRequests {
  /** What was told last of each document, so that only differences go over the wire. */
  const told = new Map<string, SemanticTokensBuilder>();

  const push = (builder: SemanticTokensBuilder, document: TextDocument, range?: Range): void => {
    const tokens = service.semanticTokens(document, range);
    for (let i = 0; i < tokens.length; i += TOKEN_WIDTH) {
      builder.push(tokens[i]!, tokens[i + 1]!, tokens[i + 2]!, tokens[i + 3]!, tokens[i + 4]!);
    }
  };

  connection.languages.semanticTokens.on(({ textDocument: { uri } }, token) =>
    answer('Semantic tokens', uri, token, { data: [] }, document => {
      const builder = new SemanticTokensBuilder();
      told.set(uri, builder);
      push(builder, document);
      return builder.build();
    }),
  );
  connection.languages.semanticTokens.onDelta(({ textDocument: { uri }, previousResultId }, token) =>
    answer('Changed semantic tokens', uri, token, { data: [] }, document => {
      const builder = told.get(uri) ?? new SemanticTokensBuilder();
      told.set(uri, builder);
      builder.previousResult(previousResultId);
      push(builder, document);
      return builder.buildEdits();
    }),
  );
  connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }, token) =>
    answer('Semantic tokens', uri, token, { data: [] }, document => {
      const builder = new SemanticTokensBuilder();
      push(builder, document, range);
      return builder.build();
    }),
  );

  connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
    answer('Inlay hints', uri, token, null, document => service.inlayHints(document, range)),
  );
  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    answer('Code lenses', uri, token, null, document => service.codeLenses(document)),
  );

  connection.onDocumentLinks(({ textDocument: { uri } }, token) =>
    answer('Document links', uri, token, null, document => service.documentLinks(document)),
  );
  connection.onReferences(({ textDocument: { uri }, position }, token) =>
    answer('References', uri, token, null, document => service.references(document, position)),
  );
  connection.onDefinition(({ textDocument: { uri }, position }, token) =>
    answer('Definition', uri, token, null, document => service.definition(document, position)),
  );
  connection.onPrepareRename(({ textDocument: { uri }, position }, token) =>
    answer('Rename', uri, token, null, document => service.prepareRename(document, position)),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }, token) =>
    answer<WorkspaceEdit | ResponseError<never> | null>('Rename', uri, token, null, document => {
      const renaming = service.rename(document, position, newName);
      return 'edit' in renaming
        ? renaming.edit
        : new ResponseError(LSPErrorCodes.RequestFailed, renaming.refused);
    }),
  );

  return {
    refresh({ workspace }) {
      if (workspace?.semanticTokens?.refreshSupport)
        connection.languages.semanticTokens.refresh().catch(ignore);
      if (workspace?.inlayHint?.refreshSupport) connection.languages.inlayHint.refresh().catch(ignore);
      if (workspace?.codeLens?.refreshSupport) {
        connection.sendRequest('workspace/codeLens/refresh').catch(ignore);
      }
    },
    close: uri => void told.delete(uri),
  };
}

/** A client that goes away meanwhile need not be told anything. */
function ignore(): void {
  // Nothing depends on it.
}
