import type { FromWebview } from '../views/messages.ts';

interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: object): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The editor around the page, which can be had once only. */
const api = acquireVsCodeApi();

export function post(message: FromWebview): void {
  api.postMessage(message);
}

/** What the page remembers while it is hidden; each value is the default where nothing fitting was kept. */
export function restored<T extends Readonly<Record<string, string | number | null>>>(defaults: T): T {
  const kept = api.getState();
  if (typeof kept !== 'object' || kept === null) return defaults;
  const values = kept as Readonly<Record<string, unknown>>;
  const entries = Object.entries(defaults).map(([name, value]) => {
    const found = values[name];
    const fits = typeof found === typeof value || (value === null && typeof found === 'number');
    return [name, fits ? found : value];
  });
  return Object.fromEntries(entries) as T;
}

export function remember(state: object): void {
  api.setState(state);
}

const ASK_AGAIN_MS = 1000;

/**
 * Messages come from the extension alone: the page has no other frame, and nobody can reach it. While the window
 * starts, the extension or its server may not be there yet to hear that the page is ready, so it says so until it
 * is told something.
 */
export function receive<T>(handle: (message: T) => void): void {
  const ask = (): void => post({ type: 'ready' });
  const asking = setInterval(ask, ASK_AGAIN_MS);
  window.addEventListener('message', event => {
    clearInterval(asking);
    handle(event.data as T);
  });
  ask();
}
