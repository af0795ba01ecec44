import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { relativePath } from '../../../client/src/paths.ts';

/** A file, another one, and how the second is written in the first; null where no relative path leads to it. */
const PATHS: readonly (readonly [from: string, to: string, path: string | null])[] = [
  ['file:///a/t.yaml', 'file:///a/c.xml', 'c.xml'],
  ['file:///a/b/t.yaml', 'file:///a/c.xml', '../c.xml'],
  ['file:///t.yaml', 'file:///a/b/c.xml', 'a/b/c.xml'],
  ['file:///c:/a/t.yaml', 'file:///C:/a/c.xml', 'c.xml'],
  ['file:///c:/a/t.yaml', 'file:///d:/a/c.xml', null],
  ['file:///a/t.yaml', 'vscode-vfs:///a/c.xml', null],
  ['file://one/a/t.yaml', 'file://two/a/c.xml', null],
];

describe('the path from a test file to its configuration', () => {
  for (const [from, to, path] of PATHS) {
    it(`from ${from} to ${to} is ${path}`, () => {
      const address = (uri: string) => {
        const [, scheme = '', authority = '', rest = ''] = /^([\w-]+):\/\/([^/]*)(.*)$/.exec(uri) ?? [];
        return { scheme, authority, path: rest };
      };
      assert.equal(relativePath(address(from), address(to)), path);
    });
  }
});
