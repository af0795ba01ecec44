/** The configurations in the folders of a workspace that are not open, read when they are asked for. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { decodeText } from './encoding.ts';
import { LANGUAGE_ID } from './documents.ts';

/** A file that was found, and how to tell whether it is still the same. */
export interface FoundFile {
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** What is needed of a machine to find configurations. */
export interface FolderRuntime {
  readFile(path: string): Promise<Uint8Array>;
  /** The folder that a file or folder is in, null for the root. */
  parentFolder(path: string): string | null;
  /** The files below a folder whose name fits, at most so many; what cannot be read is left out. */
  filesBelow(folder: string, name: RegExp, most: number): Promise<readonly FoundFile[]>;
}

/** Of more files than this only so many are read, and larger ones are not: those are no configurations. */
const MOST_FILES = 2000;
const LARGEST = 10_000_000;

const NAME = /\.(?:xml|smc)$/i;

/** Something worked out of a file, kept until the file changes. */
interface Kept<T> {
  readonly stamp: string;
  readonly value: T;
}

export interface WorkspaceFiles {
  /** The files in all folders, each once. */
  find(folders: readonly string[]): Promise<readonly FoundFile[]>;
  /** Forgets which files there are. */
  filesChanged(): void;
}

export function createWorkspaceFiles(runtime: FolderRuntime): WorkspaceFiles {
  let found: { readonly folders: string; readonly files: Promise<readonly FoundFile[]> } | null = null;

  const search = async (folders: readonly string[]): Promise<readonly FoundFile[]> => {
    const byPath = new Map<string, FoundFile>();
    for (const folder of folders) {
      for (const file of await runtime.filesBelow(folder, NAME, MOST_FILES - byPath.size)) {
        if (file.size <= LARGEST) byPath.set(file.path, file);
      }
    }
    return [...byPath.values()];
  };

  return {
    find(folders) {
      const key = JSON.stringify(folders);
      if (found?.folders !== key) found = { folders: key, files: search(folders) };
      return found.files;
    },
    filesChanged() {
      found = null;
    },
  };
}

/** A file as a document; null where it cannot be read. */
export async function readDocument(
  runtime: FolderRuntime,
  { path }: FoundFile,
): Promise<TextDocument | null> {
  try {
    const { text } = decodeText(await runtime.readFile(path));
    const language = /\.smc$/i.test(path) ? LANGUAGE_ID : 'xml';
    return TextDocument.create(URI.file(path).toString(), language, 0, text);
  } catch {
    // It may have gone since it was found.
    return null;
  }
}

/** What was worked out of files, by path: given again for a file that is the same, with what else matters. */
export class FileCache<T> {
  private readonly kept = new Map<string, Kept<T>>();

  /** @param generation what else the value depends on, such as settings */
  async get(file: FoundFile, generation: number, make: () => Promise<T>): Promise<T> {
    const known = this.kept.get(file.path);
    const stamp = stampOf(file, generation);
    if (known?.stamp === stamp) return known.value;
    const value = await make();
    this.kept.set(file.path, { stamp, value });
    return value;
  }

  has(file: FoundFile, generation: number): boolean {
    return this.kept.get(file.path)?.stamp === stampOf(file, generation);
  }

  /** Drops what is kept of files that are there no more. */
  keepOnly(files: readonly FoundFile[]): void {
    const paths = new Set(files.map(({ path }) => path));
    for (const path of this.kept.keys()) if (!paths.has(path)) this.kept.delete(path);
  }
}

/** A text that is another one when a file, or what else matters, is. */
export function stampOf({ size, modified }: FoundFile, generation: number): string {
  return `${size} ${modified} ${generation}`;
}
