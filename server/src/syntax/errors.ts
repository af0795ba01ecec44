/** What can make a text not well-formed. The words for users stand in `checks/`. */
export type SyntaxErrorCode =
  | 'xml-no-root'
  | 'xml-second-root'
  | 'xml-text-outside-root'
  | 'xml-late-declaration'
  | 'xml-bad-declaration'
  | 'xml-bad-instruction'
  | 'xml-unclosed-instruction'
  | 'xml-bad-markup'
  | 'xml-unclosed-comment'
  | 'xml-comment-hyphens'
  | 'xml-unclosed-cdata'
  | 'xml-cdata-end'
  | 'xml-raw-less-than'
  | 'xml-raw-ampersand'
  | 'xml-unknown-entity'
  | 'xml-bad-character-reference'
  | 'xml-control-character'
  | 'xml-start-tag-end'
  | 'xml-end-tag-end'
  | 'xml-end-tag-attribute'
  | 'xml-end-tag-slash'
  | 'xml-unexpected-character'
  | 'xml-missing-space'
  | 'xml-duplicate-attribute'
  | 'xml-attribute-value'
  | 'xml-attribute-quotes'
  | 'xml-attribute-unclosed'
  | 'xml-mismatched-end-tag'
  | 'xml-missing-end-tag'
  | 'xml-surplus-end-tag';

/** Values that a message or a fix needs: names, and offsets in UTF-16 code units. */
export type ErrorData = Readonly<Record<string, string | number>>;

export interface SyntaxError {
  readonly code: SyntaxErrorCode;
  /** Offsets in UTF-16 code units, `end` exclusive; never outside the text. */
  readonly start: number;
  readonly end: number;
  readonly data?: ErrorData | undefined;
}

/**
 * More errors than this are not kept: a file that breaks everywhere is not helped by more of them, and
 * a hostile one must not fill the memory.
 */
export const MAX_ERRORS = 1000;
