import type {
  CancellationToken,
  ClientCapabilities,
  Connection,
  DocumentSymbol,
  Position,
  Range,
  ServerCapabilities,
  SymbolInformation,
  TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TagClosing } from '../features/autoClose.ts';
import { MAX_SYMBOLS } from '../features/symbols.ts';
import type { LanguageService } from '../languageService.ts';
import type { Answer } from './answer.ts';
import { answerFormatting, formattingCapabilities, registerFormatting } from './formatting.ts';

/** What the protocol has no request for, and commands of a client ask. */
export const AUTO_CLOSE = 'sysmon/autoClose';
export const MATCHING_TAG = 'sysmon/matchingTag';
export const TOGGLE_COMMENT = 'sysmon/toggleComment';

interface PositionParams {
  readonly uri: string;
  readonly position: Position;
}

interface ToggleCommentParams {
  readonly uri: string;
  readonly ranges: readonly Range[];
  readonly style: string;
}

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
  /** Documents of which was said that their outline is cut. */
  const cut = new Set<string>();
  documents.onDidClose(({ document }) => cut.delete(document.uri));

  const outlineOf = (document: TextDocument): DocumentSymbol[] | SymbolInformation[] => {
    const { uri } = document;
    const { symbols, isCut } = service.outline(document);
    if (isCut && !cut.has(uri)) {
      cut.add(uri);
      connection.console.info(`The outline of ${uri} ends after ${MAX_SYMBOLS} entries.`);
    }
    const isTree = client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
    return isTree ? symbols : flat(symbols, uri);
  };

  answerFormatting(connection, service, answer);

  connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
    answer<DocumentSymbol[] | SymbolInformation[]>('Outline', uri, token, [], outlineOf),
  );

  connection.onFoldingRanges(({ textDocument: { uri } }, token) => {
    const { rangeLimit, lineFoldingOnly = false } = client.textDocument?.foldingRange ?? {};
    return answer('Folding', uri, token, null, document =>
      service.foldingRanges(document, { lineFoldingOnly, ...(rangeLimit !== undefined && { rangeLimit }) }),
    );
  });

  connection.onSelectionRanges(({ textDocument: { uri }, positions }, token) =>
    answer('Selection ranges', uri, token, null, document => service.selectionRanges(document, positions)),
  );

  connection.onDocumentHighlight(({ textDocument: { uri }, position }, token) =>
    answer('Highlights', uri, token, null, document => service.highlights(document, position)),
  );

  connection.languages.onLinkedEditingRange(({ textDocument: { uri }, position }, token) =>
    answer('Linked editing', uri, token, null, document => service.linkedEditing(document, position)),
  );

  connection.onRequest(AUTO_CLOSE, ({ uri, position }: PositionParams, token: CancellationToken) =>
    answer<TagClosing | null>('Auto-close', uri, token, null, document =>
      service.autoClose(document, position),
    ),
  );

  connection.onRequest(MATCHING_TAG, ({ uri, position }: PositionParams, token: CancellationToken) =>
    answer<Position | null>('Matching tag', uri, token, null, document =>
      service.matchingTag(document, position),
    ),
  );

  connection.onRequest(
    TOGGLE_COMMENT,
    ({ uri, ranges, style }: ToggleCommentParams, token: CancellationToken) =>
      answer('Comment toggling', uri, token, null, document =>
        service.toggleComment(document, ranges, style === 'block' ? 'block' : 'line'),
      ),
  );

  return {
    capabilities(told) {
      client = told;
      return {
        documentSymbolProvider: true,
        foldingRangeProvider: true,
        selectionRangeProvider: true,
        documentHighlightProvider: true,
        linkedEditingRangeProvider: true,
        ...formattingCapabilities(client),
      };
    },
    start: () => registerFormatting(connection, client, documents, service),
  };
}

/** The outline for a client that knows no trees: each symbol with the name of the one around it. */
function flat(symbols: readonly DocumentSymbol[], uri: string, containerName?: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children = [] }) => [
    { name, kind, location: { uri, range }, ...(containerName !== undefined && { containerName }) },
    ...flat(children, uri, name),
  ]);
}
