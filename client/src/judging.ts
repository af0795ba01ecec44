/** What the language server is asked about events and tests, and what it answers. */
import { RequestType } from 'vscode-languageclient';
import type { SysmonEvent } from '../../server/src/events/event.ts';
import type { Explanation } from '../../server/src/features/explain.ts';
import type { ReadEvent, TestOutline, TestRun } from '../../server/src/requests/judging.ts';
import type { Added, NewCase } from '../../server/src/testFiles/addCase.ts';

export type { SysmonEvent } from '../../server/src/events/event.ts';
export type { ExplainedNode, ExplainedState, Explanation } from '../../server/src/features/explain.ts';
export type { ReadEvent, TestOutline, TestRun } from '../../server/src/requests/judging.ts';
export type { Added, NewCase } from '../../server/src/testFiles/addCase.ts';
export type { CaseResult } from '../../server/src/testFiles/run.ts';
export type { FileProblem } from '../../server/src/testFiles/testFile.ts';

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
