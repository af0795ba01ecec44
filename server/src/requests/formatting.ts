import {
  BulkRegistration,
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type ClientCapabilities,
  type Connection,
  type DocumentSelector,
  type ServerCapabilities,
  type TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { LANGUAGE_ID } from '../documents.ts';
import { ON_TYPE_CHARACTERS } from '../features/onTypeFormatting.ts';
import type { LanguageService } from '../languageService.ts';
import type { Answer } from './answer.ts';

const [firstTriggerCharacter, ...moreTriggerCharacter] = ON_TYPE_CHARACTERS;
const onType = { firstTriggerCharacter, moreTriggerCharacter };

/** An XML document becomes a configuration while it is written, so it is looked at again once typing has paused. */
const PAUSE_MS = 250;

/** What a client is told at once that cannot be told later. */
export function formattingCapabilities(client: ClientCapabilities): ServerCapabilities {
  if (registersFormatting(client)) return {};
  return {
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: onType,
  };
}

function registersFormatting({ textDocument }: ClientCapabilities): boolean {
  return (
    textDocument?.formatting?.dynamicRegistration === true &&
    textDocument.rangeFormatting?.dynamicRegistration === true &&
    textDocument.onTypeFormatting?.dynamicRegistration === true
  );
}

export function answerFormatting(connection: Connection, service: LanguageService, answer: Answer): void {
  connection.onDocumentFormatting(({ textDocument: { uri }, options }, token) =>
    answer('Formatting', uri, token, null, document => service.format(document, options)),
  );
  connection.onDocumentRangeFormatting(({ textDocument: { uri }, range, options }, token) =>
    answer('Formatting of a range', uri, token, null, document => service.format(document, options, range)),
  );
  connection.onDocumentOnTypeFormatting(({ textDocument: { uri }, position, ch, options }, token) =>
    answer('Formatting on type', uri, token, null, document =>
      service.formatOnType(document, position, ch, options),
    ),
  );
}

/**
 * Registers the formatter with a client that can be told so later: for the language of configurations, and for
 * each XML document that is one. For other XML documents the client must not take this formatter for theirs, or
 * it would ask its user to choose between two.
 */
export function registerFormatting(
  connection: Connection,
  client: ClientCapabilities,
  documents: TextDocuments<TextDocument>,
  service: LanguageService,
): void {
  if (!registersFormatting(client)) return;
  const registered = new Map<string, Promise<{ dispose(): void }>>();
  const pauses = new Map<string, NodeJS.Timeout>();

  const register = async (documentSelector: DocumentSelector): Promise<{ dispose(): void }> => {
    const registration = BulkRegistration.create();
    registration.add(DocumentFormattingRequest.type, { documentSelector });
    registration.add(DocumentRangeFormattingRequest.type, { documentSelector });
    registration.add(DocumentOnTypeFormattingRequest.type, { documentSelector, ...onType });
    try {
      return await connection.client.register(registration);
    } catch (error) {
      connection.console.error(`The formatter could not be registered: ${String(error)}`);
      return { dispose: () => undefined };
    }
  };

  const consider = (document: TextDocument): void => {
    const { uri, languageId } = document;
    if (languageId === LANGUAGE_ID || registered.has(uri) || documents.get(uri) !== document) return;
    if (!service.parse(document).isSysmon) return;
    const { scheme, fsPath } = URI.parse(uri);
    registered.set(uri, register([{ language: languageId, scheme, pattern: fsPath }]));
  };

  const stopWaiting = (uri: string): void => {
    clearTimeout(pauses.get(uri));
    pauses.delete(uri);
  };

  documents.onDidOpen(({ document }) => consider(document));
  documents.onDidChangeContent(({ document }) => {
    if (document.languageId === LANGUAGE_ID || registered.has(document.uri)) return;
    stopWaiting(document.uri);
    pauses.set(
      document.uri,
      setTimeout(() => consider(document), PAUSE_MS),
    );
  });
  documents.onDidClose(({ document: { uri } }) => {
    stopWaiting(uri);
    void registered.get(uri)?.then(registration => registration.dispose());
    registered.delete(uri);
  });
  for (const document of documents.all()) consider(document);
  void register([{ language: LANGUAGE_ID }]);
}
