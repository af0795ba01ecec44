/** An event as Sysmon wrote it: its id, and its fields as text. */
export interface SysmonEvent {
  readonly eventId: number;
  /** By the field's name; what is missing or empty reads `-`. */
  readonly fields: Readonly<Record<string, string | undefined>>;
}

/** What an entry of a log turned out to be. */
export type Entry =
  | { readonly kind: 'event'; readonly event: SysmonEvent }
  /** An event of another provider, which is passed over. */
  | { readonly kind: 'other' }
  /** Nothing that can be read as an event; `reason` ends a sentence. */
  | { readonly kind: 'unreadable'; readonly reason: string };

export const OTHER: Entry = { kind: 'other' };

export function unreadable(reason: string): Entry {
  return { kind: 'unreadable', reason };
}

/** The provider's names on Windows and on Linux. */
const PROVIDERS = new Set(['microsoft-windows-sysmon', 'linux-sysmon', 'sysmon']);

export function isSysmon(provider: string): boolean {
  return PROVIDERS.has(provider.toLowerCase());
}

/** A field's value as text, the way Sysmon compares it; undefined for what is no value. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  return undefined;
}
