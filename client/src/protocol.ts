import { NotificationType, NotificationType0, RequestType } from 'vscode-languageclient';

/** What the language server says about a document as a whole. */
export interface DocumentInfo {
  readonly isSysmon: boolean;
  /** The `schemaversion` as the document says it, null when it says none. */
  readonly declared: string | null;
  /** The version of the manifest that Sysmon validates the document against, null when it takes none. */
  readonly validatedAgainst: string | null;
  readonly target: string;
  readonly platform: 'windows' | 'linux';
  /** Whether Sysmon loads the document at all, null when that is not known. */
  readonly accepted: boolean | null;
}

export interface DocumentInfoParams {
  readonly uri: string;
}

export const DocumentInfoRequest = new RequestType<DocumentInfoParams, DocumentInfo | null, void>(
  'sysmon/documentInfo',
);

/** The server has taken over new settings. */
export const ConfiguredNotification = new NotificationType0('sysmon/configured');

/** How far a replay is: the configuration, and the part in percent. */
export interface ReplayProgress {
  readonly uri: string;
  readonly part: number;
}

export const ReplayProgressNotification = new NotificationType<ReplayProgress>('sysmon/replayProgress');
