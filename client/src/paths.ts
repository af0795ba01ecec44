import { posix } from 'node:path';

/** The parts of an address that say where a file is. */
export interface Address {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/** How a file beside or below another one is written there: relative to its folder; null where no relative path leads to it. */
export function relativePath(from: Address, to: Address): string | null {
  if (from.scheme !== to.scheme || from.authority !== to.authority) return null;
  // VS Code may write a drive in either case.
  const [start, target] = [from.path, to.path].map(path =>
    path.replace(/^\/[A-Z]:/, found => found.toLowerCase()),
  );
  const drive = (path = ''): string => /^\/[a-z]:/.exec(path)?.[0] ?? '';
  if (start === undefined || target === undefined || drive(start) !== drive(target)) return null;
  return posix.relative(posix.dirname(start), target);
}
