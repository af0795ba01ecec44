/** What the language server is asked about events and tests, and what it answers. */
import { RequestType } from 'vscode-languageclient';
import type { Range } from './views/results.ts';

export interface SysmonEvent {
  readonly eventId: number;
  readonly fields: Readonly<Record<string, string | undefined>>;
}

/** An event that was found in a text, or why none was: `reason` ends a sentence. */
export interface ReadEvent {
  readonly event: SysmonEvent | null;
  readonly title: string;
  readonly reason: string;
}

export type ExplainedState = 'logged' | 'notLogged' | 'decides' | 'holds' | 'fails' | 'unreached' | 'note';

export interface ExplainedNode {
  readonly kind: 'verdict' | 'block' | 'rule' | 'alternatives' | 'condition' | 'note';
  readonly state: ExplainedState;
  readonly label: string;
  readonly detail: string;
  readonly sentence: string;
  readonly range: Range | null;
  readonly children: readonly ExplainedNode[];
}

export interface Explanation {
  readonly eventId: number;
  readonly event: string | null;
  readonly title: string;
  readonly accepted: boolean;
  readonly logged: boolean;
  readonly ruleName: string | null;
  /** From 1; null where nothing matched. */
  readonly line: number | null;
  readonly sentence: string;
  readonly nodes: readonly ExplainedNode[];
}

export interface FileProblem {
  readonly message: string;
  readonly range: Range;
}

export interface TestOutline {
  readonly configuration: string | null;
  readonly cases: readonly { readonly name: string; readonly range: Range }[];
  readonly problems: readonly FileProblem[];
}

export interface CaseResult {
  readonly name: string;
  readonly range: Range;
  readonly expectRange: Range;
  readonly status: 'passed' | 'failed' | 'error';
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly decided: readonly { readonly text: string; readonly range: Range | null }[];
}

export interface TestRun {
  readonly configuration: string | null;
  readonly problems: readonly string[];
  readonly cases: readonly CaseResult[];
}

export interface NewCase {
  readonly name: string;
  readonly event: SysmonEvent;
  readonly expect: { readonly logged: boolean; readonly ruleName: string | null };
}

/** The new text and the line, from 0, of the case in it; or why there is none, in a sentence. */
export type Added =
  | { readonly text: string; readonly line: number; readonly problem: null }
  | { readonly text: null; readonly line: null; readonly problem: string };

/** @param line from 1: the event is looked for there; null for the first one */
export const ReadEventRequest = new RequestType<
  { readonly text: string; readonly line: number | null },
  ReadEvent,
  void
>('sysmon/readEvent');

export const ExplainRequest = new RequestType<
  { readonly uri: string; readonly event: SysmonEvent },
  Explanation | null,
  void
>('sysmon/explain');

export const TestFileRequest = new RequestType<
  { readonly uri: string; readonly text: string },
  TestOutline | null,
  void
>('sysmon/testFile');

export const RunTestsRequest = new RequestType<
  { readonly uri: string; readonly text: string },
  TestRun | null,
  void
>('sysmon/runTests');

export const AddTestRequest = new RequestType<
  { readonly text: string | null; readonly configuration: string; readonly added: NewCase },
  Added | null,
  void
>('sysmon/addTest');
