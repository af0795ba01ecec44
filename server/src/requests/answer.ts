import type { CancellationToken, ResponseError } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/**
 * Answers from a document that is open, once its settings are there.
 *
 * @param what is asked, for the log
 * @param otherwise the answer where the document is not open or something fails
 */
export type Answer = <T>(
  what: string,
  uri: string,
  token: CancellationToken,
  otherwise: T,
  give: (document: TextDocument) => T,
) => Promise<T | ResponseError<never>>;
