import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, it } from 'node:test';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const images = new URL('docs/images/', root);

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}
const { contributes } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as Manifest;

describe('the README', () => {
  it('leads to files that exist', () => {
    const targets = [...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, target]) => target!);
    assert.ok(targets.length > 0);
    for (const target of targets) assert.ok(existsSync(new URL(target, root)), target);
  });

  it('shows every picture that there is, each with words for who cannot see it', () => {
    const shown = [...readme.matchAll(/!\[([^\]]*)\]\(docs\/images\/([^)]+)\)/g)];
    for (const [, words, name] of shown) assert.ok(words!.length > 20, `${name} has no description`);
    assert.deepEqual(shown.map(([, , name]) => name).sort(), readdirSync(images).sort());
  });

  it('has small pictures only', () => {
    for (const name of readdirSync(images)) {
      const { size } = statSync(new URL(name, images));
      assert.ok(size < 150_000, `${name} has ${size} bytes`);
    }
  });

  it('ends every part for the repository before the next one begins', () => {
    const marks = [...readme.matchAll(/^<!-- (\/?)repository -->$/gm)].map(([, slash]) => slash);
    assert.deepEqual(
      marks,
      marks.map((_, index) => (index % 2 === 0 ? '' : '/')),
    );
    assert.equal(marks.length % 2, 0);
  });

  it('tells every setting that there is, and no other', () => {
    const settings = Object.keys(contributes.configuration.properties);
    const told = [...readme.matchAll(/^\| `(sysmon\.[\w.*]+)`/gm)].map(([, name]) => name!);
    const covers = (name: string, setting: string): boolean =>
      name.endsWith('*') ? setting.startsWith(name.slice(0, -1)) : setting === name;
    for (const setting of settings) {
      // It is for those who look for a mistake of ours, and described where they look.
      if (setting === 'sysmon.trace.server') continue;
      assert.ok(
        told.some(name => covers(name, setting)),
        setting,
      );
    }
    for (const name of told) {
      assert.ok(
        settings.some(setting => covers(name, setting)),
        name,
      );
    }
  });

  it('names no command that does not exist', () => {
    const titles = contributes.commands.map(({ title }) => title);
    for (const [, title] of readme.matchAll(/_Sysmon: ([^_]+)_/g)) assert.ok(titles.includes(title!), title);
  });
});
