/**
 * Fetches a configuration that others publish, exactly as it is pinned in `snippets/upstream.json`. Knows no
 * editor; asking the user first is the command's business.
 */

/** A file that others publish: an entry of `snippets/upstream.json`. */
export interface UpstreamFile {
  readonly id: string;
  readonly title: string;
  /** What it is for. */
  readonly purpose: string;
  readonly repository: string;
  /** The commit that has the file. */
  readonly commit: string;
  /** How it is known that this commit has this content. */
  readonly pinnedBy: string;
  readonly path: string;
  readonly url: string;
  /** The checksum of the file, in lower-case hexadecimal digits. */
  readonly sha256: string;
  /** More is not read. */
  readonly maxBytes: number;
  readonly licence: string;
  readonly licenceUrl: string;
  readonly attribution: string;
  /** Text that the licence wants in every copy; null where the link is enough. */
  readonly notice: string | null;
}

/** A fetch that failed, in a sentence for the user. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
}

export interface FetchOptions {
  /** Where the file is fetched from in place of GitHub: a server on this machine, for tests. */
  readonly base?: string;
  readonly timeoutMs?: number;
  /** Ends the fetch when the user has had enough. */
  readonly signal?: AbortSignal;
}

const HOST = 'raw.githubusercontent.com';
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);
const TIMEOUT_MS = 30_000;

/**
 * Gives the text of the file.
 *
 * @throws {UpstreamError} when it cannot be had, or is not the file that is pinned
 */
export async function fetchUpstream(file: UpstreamFile, options: FetchOptions = {}): Promise<string> {
  const url = addressOf(file, options.base);
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const timeout = AbortSignal.timeout(timeoutMs);
  const abort = new AbortController();
  const onAbort = (): void => abort.abort();
  for (const signal of [timeout, options.signal]) signal?.addEventListener('abort', onAbort);
  if (options.signal?.aborted) abort.abort();
  try {
    const bytes = await download(url, file, abort.signal);
    await verify(bytes, file);
    return decode(bytes);
  } catch (error) {
    abort.abort();
    if (error instanceof UpstreamError) throw error;
    if (timeout.aborted) {
      throw new UpstreamError(`${url.host} did not send the file within ${timeoutMs / 1000} seconds.`);
    }
    if (options.signal?.aborted) throw new UpstreamError('The download was cancelled.');
    throw new UpstreamError(
      `The file could not be fetched from ${url.host}: ${reasonOf(error)}. Check that this machine can reach it.`,
    );
  } finally {
    for (const signal of [timeout, options.signal]) signal?.removeEventListener('abort', onAbort);
  }
}

/** The host that the user is asked about: the one that `fetchUpstream` asks with the same arguments. */
export function hostOf(file: UpstreamFile, base?: string): string {
  return addressOf(file, base).host;
}

/** Only GitHub's host for raw files is ever asked, so that a slip in the data cannot lead elsewhere. */
function addressOf({ url }: UpstreamFile, base: string | undefined): URL {
  const address = new URL(url);
  const plain = address.username === '' && address.password === '' && address.port === '';
  if (address.protocol !== 'https:' || address.hostname !== HOST || !plain) {
    throw new UpstreamError(`${url} is not fetched: only https://${HOST} is.`);
  }
  if (base === undefined) return address;
  const other = new URL(address.pathname, base);
  if (!LOOPBACK.has(other.hostname)) throw new UpstreamError(`${base} is not on this machine.`);
  return other;
}

async function download(
  url: URL,
  { maxBytes }: UpstreamFile,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  // A redirect would lead to a host that the user was not asked about.
  const response = await fetch(url, {
    signal,
    redirect: 'manual',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
  });
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    throw new UpstreamError(`${url.host} points to another address, which is not followed.`);
  }
  if (response.status !== 200) {
    const hint = response.status === 404 ? ': the file is not there any more' : '';
    throw new UpstreamError(`${url.host} answered with status ${response.status}${hint}.`);
  }
  const tooLarge = new UpstreamError(
    `The file is larger than the limit of ${kilobytes(maxBytes)} and was not read.`,
  );
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge;
  const reader = response.body?.getReader();
  if (!reader) throw new UpstreamError(`${url.host} sent no content.`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) throw tooLarge;
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

async function verify(bytes: Uint8Array<ArrayBuffer>, { sha256 }: UpstreamFile): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const found = [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('');
  if (found === sha256) return;
  throw new UpstreamError(
    `The file is not the one that is pinned, so it was not opened. Its SHA-256 is ${found}, not ${sha256}.`,
  );
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UpstreamError('The file is not UTF-8 text.');
  }
}

/** Node says only "fetch failed" and keeps what happened as the cause. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(reason instanceof Error)) return String(reason);
  const { code } = reason as NodeJS.ErrnoException;
  const parts = [reason.message, code].filter(part => part !== undefined && part !== '');
  return code !== undefined && reason.message.includes(code) ? reason.message : parts.join(' ');
}

export function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} KB`;
}

/** What the user is asked to agree to, a line each. */
export function termsOf(file: UpstreamFile): string {
  return [
    `Repository: https://github.com/${file.repository}`,
    `Commit: ${file.commit}`,
    `File: ${file.path}`,
    `SHA-256: ${file.sha256} (anything else is not opened)`,
    `At most: ${kilobytes(file.maxBytes)}`,
    `Licence: ${file.licence} (${file.licenceUrl})`,
    `Credit: ${file.attribution}`,
  ].join('\n');
}

/**
 * Puts a comment on top that says whose work it is, as its licence asks. It stands before the root element and
 * behind the XML declaration, which has to come first.
 */
export function withCredit(text: string, file: UpstreamFile): string {
  const declaration = /^<\?xml\s[\s\S]*?\?>/.exec(text)?.[0] ?? '';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const rest = text.slice(declaration.length).replace(/^\r?\n/, '');
  const lines = [
    file.attribution,
    `Source: ${file.url}`,
    `Commit: ${file.commit}`,
    `SHA-256: ${file.sha256}`,
    `Licence: ${file.licence}, ${file.licenceUrl}`,
    ...(file.notice === null ? [] : [file.notice]),
    'The text below this comment is as published.',
  ].map(line => `  ${line.replace(/-(?=-)/g, '- ')}`);
  const comment = ['<!--', ...lines, '-->'].join(eol);
  return [...(declaration === '' ? [] : [declaration]), comment, rest].join(eol);
}
