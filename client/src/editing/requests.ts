import { type Position, type Range, RequestType, type TextEdit } from 'vscode-languageclient';

export interface PositionParams {
  readonly uri: string;
  readonly position: Position;
}

export interface ToggleCommentParams {
  readonly uri: string;
  readonly ranges: readonly Range[];
  readonly style: 'line' | 'block';
}

/** What is to be inserted where a tag was opened or an end tag begun. */
export interface TagClosing {
  readonly range: Range;
  /** What replaces the range, a snippet. */
  readonly snippet: string;
}

export const AutoCloseRequest = new RequestType<PositionParams, TagClosing | null, void>('sysmon/autoClose');
export const MatchingTagRequest = new RequestType<PositionParams, Position | null, void>(
  'sysmon/matchingTag',
);
export const ToggleCommentRequest = new RequestType<ToggleCommentParams, TextEdit[] | null, void>(
  'sysmon/toggleComment',
);
