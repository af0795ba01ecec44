import type {
  ClientCapabilities,
  Connection,
  ServerCapabilities,
  TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageService } from '../languageService.ts';
import type { Answer } from './answer.ts';
import { answerFormatting, formattingCapabilities, registerFormatting } from './formatting.ts';

/** Answers the requests that work on the text of a configuration. */
export function serveEditing(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  service: LanguageService,
  answer: Answer,
): {
  /** Takes what the client can do, and gives what it is told at once. */
  capabilities(client: ClientCapabilities): ServerCapabilities;
  /** The client takes registrations from now on. */
  start(): void;
} {
  let client: ClientCapabilities = {};
  answerFormatting(connection, service, answer);
  return {
    capabilities(told) {
      client = told;
      return formattingCapabilities(client);
    },
    start: () => registerFormatting(connection, client, documents, service),
  };
}
