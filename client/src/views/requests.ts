import { RequestType } from 'vscode-languageclient';
import type { ExcludeAnswer, ReplayAnswer } from './replayResults.ts';
import type { Atlas, Coverage } from './results.ts';

export const CoverageRequest = new RequestType<{ readonly uri: string }, Coverage | null, void>(
  'sysmon/coverage',
);

export interface CoverageExportParams {
  readonly uri: string;
  readonly format: 'layer' | 'svg';
  /** What the layer or the picture is called. */
  readonly name: string;
}

export const CoverageExportRequest = new RequestType<CoverageExportParams, string | null, void>(
  'sysmon/coverageExport',
);

/** The atlas for the Sysmon that is meant for a document, or in general. */
export const AtlasRequest = new RequestType<{ readonly uri: string | null }, Atlas | null, void>(
  'sysmon/atlas',
);

/** Replays logs, which are paths, against an open configuration. */
export const ReplayRequest = new RequestType<
  { readonly uri: string; readonly logs: readonly string[] },
  ReplayAnswer | null,
  void
>('sysmon/replay');

/** The same events once more, against the configuration as it is now; null where none were replayed. */
export const ReplayAgainRequest = new RequestType<{ readonly uri: string }, ReplayAnswer | null, void>(
  'sysmon/replayAgain',
);

export const ReplayClearRequest = new RequestType<{ readonly uri: string }, null, void>('sysmon/replayClear');

export interface ReplayExcludeParams {
  readonly uri: string;
  readonly eventId: number;
  /** The field that names the process. */
  readonly field: string;
  readonly process: string;
}

export const ReplayExcludeRequest = new RequestType<ReplayExcludeParams, ExcludeAnswer | null, void>(
  'sysmon/replayExclude',
);
