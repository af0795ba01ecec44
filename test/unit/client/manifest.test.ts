import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const root = new URL('../../../', import.meta.url);

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope?: string;
  readonly markdownDescription?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly examples?: readonly string[];
  readonly pattern?: string;
}

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Manifest {
  readonly main: string;
  readonly bin: Record<string, string>;
  readonly icon: string;
  readonly dependencies?: unknown;
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly category: string;
      readonly title: string;
      readonly icon?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly markdown: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly configuration: { readonly properties: Record<string, Setting> };
    readonly grammars: readonly { readonly path: string }[];
    readonly languages: readonly { readonly configuration: string }[];
  };
}

const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as Manifest;
const settings = manifest.contributes.configuration.properties;

describe('the extension manifest', () => {
  it('describes every setting, and every value that a setting can have', () => {
    for (const [name, setting] of Object.entries(settings)) {
      assert.ok(name.startsWith('sysmon.'), name);
      assert.ok((setting.markdownDescription?.length ?? 0) > 40, `${name} has no description`);
      assert.ok(setting.scope, `${name} has no scope`);
      if (setting.enum) {
        const descriptions = setting.enumDescriptions ?? setting.markdownEnumDescriptions ?? [];
        assert.equal(descriptions.length, setting.enum.length, `the values of ${name}`);
        assert.ok(setting.enum.includes(String(setting.default)), `the default of ${name}`);
      }
    }
  });

  it('offers as a target every schema version that a Sysmon still loads', () => {
    const shipped = readdirSync(new URL('schemas/windows/', root))
      .map(file => file.replace(/\.xml$/, ''))
      .filter(version => Number.parseFloat(version) >= 4);
    const target = settings['sysmon.target'];
    assert.ok(target?.examples && target.pattern);
    assert.deepEqual([...target.examples].sort(), shipped.sort());
    const pattern = new RegExp(target.pattern);
    for (const version of ['', ...target.examples]) assert.match(version, pattern);
    assert.doesNotMatch('newest', pattern);
  });

  it('names files that exist', () => {
    const { icon, contributes } = manifest;
    const files = [
      icon,
      ...contributes.grammars.map(({ path }) => path),
      ...contributes.languages.map(({ configuration }) => configuration),
    ];
    for (const file of files) assert.ok(existsSync(new URL(file, root)), file);
  });

  it('has all its commands in one category', () => {
    for (const { command, category } of manifest.contributes.commands) {
      assert.ok(command.startsWith('sysmon.'), command);
      assert.equal(category, 'Sysmon');
    }
  });

  it('has menus of its commands, for configurations only, with an icon in the title bar', () => {
    const commands = new Map(manifest.contributes.commands.map(each => [each.command, each]));
    for (const [menu, items] of Object.entries(manifest.contributes.menus)) {
      for (const { command, when, group } of items) {
        const found = commands.get(command);
        assert.ok(found, `${menu}: ${command}`);
        if (menu === 'editor/title' && group?.startsWith('navigation')) assert.ok(found.icon, command);
        if (!menu.startsWith('editor/')) continue;
        assert.match(when ?? '', /resourceLangId == sysmon/, `${menu}: ${command}`);
        // A window and its extensions have different addresses of a file when they run on different machines.
        assert.match(when ?? '', /resourcePath in sysmon\.configurations/, `${menu}: ${command}`);
      }
    }
  });

  it('has a walkthrough whose commands and texts exist', () => {
    const commands = manifest.contributes.commands.map(({ command }) => command);
    const check = (command: string, where: string): void => {
      if (command.startsWith('sysmon.')) assert.ok(commands.includes(command), `${where}: ${command}`);
    };
    for (const { steps } of manifest.contributes.walkthroughs) {
      for (const { description, media, completionEvents } of steps) {
        assert.ok(existsSync(new URL(media.markdown, root)), media.markdown);
        for (const [, command] of description.matchAll(/\(command:([\w.]+)\)/g)) check(command!, description);
        for (const event of completionEvents) check(event.replace(/^onCommand:/, ''), description);
      }
    }
  });

  it('has no dependencies at run time, as everything is bundled', () => {
    assert.equal(manifest.dependencies, undefined);
  });
});
