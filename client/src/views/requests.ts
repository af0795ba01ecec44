import { RequestType } from 'vscode-languageclient';
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
