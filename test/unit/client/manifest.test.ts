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

  it('has no dependencies at run time, as everything is bundled', () => {
    assert.equal(manifest.dependencies, undefined);
  });
});
