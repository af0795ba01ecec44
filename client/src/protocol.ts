import { NotificationType, NotificationType0, RequestType } from 'vscode-languageclient';
import type { DocumentInfo } from '../../server/src/languageService.ts';

export type { DocumentInfo } from '../../server/src/languageService.ts';

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
