import * as vscode from 'vscode';

interface LspPosition {
  readonly line: number;
  readonly character: number;
}

interface LspRange {
  readonly start: LspPosition;
  readonly end: LspPosition;
}

/** Positions and ranges count the same in the protocol and in VS Code; only their classes differ. */
export function toPosition({ line, character }: LspPosition): vscode.Position {
  return new vscode.Position(line, character);
}

export function toRange({ start, end }: LspRange): vscode.Range {
  return new vscode.Range(toPosition(start), toPosition(end));
}

export function fromPosition({ line, character }: vscode.Position): LspPosition {
  return { line, character };
}

export function fromRange({ start, end }: vscode.Range): LspRange {
  return { start: fromPosition(start), end: fromPosition(end) };
}
