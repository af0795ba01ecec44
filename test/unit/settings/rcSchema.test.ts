import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { rcSchemaText } from '../../../scripts/lib/rcSchema.ts';
import { LEVEL_SETTINGS } from '../../../server/src/checks/levels.ts';
import { CHECKS } from '../../../server/src/checks/table.ts';
import { readRcFile } from '../../../server/src/rcFile.ts';

const root = new URL('../../../', import.meta.url);
const text = readFileSync(new URL('schemas/sysmonrc.schema.json', root), 'utf8');

describe('the JSON schema of settings files', () => {
  it('is that of the table of checks', () => {
    // It says every message and level of every check, so a difference is easier to make anew than to read.
    assert.ok(text === rcSchemaText(), 'run node --import tsx scripts/rc-schema.ts');
  });

  it('takes what is read without a problem, and nothing else', () => {
    const schema = JSON.parse(text) as object;
    const takes = new Ajv({ strict: false }).compile(schema);
    const values: unknown[] = [
      {},
      [],
      { $schema: './x', target: '4.90', platform: 'linux', schemaFiles: ['a.xml'] },
      { target: '4' },
      { target: 4.9 },
      { platform: 'mac' },
      { other: 1 },
      { schemaFiles: 'a.xml' },
      { checks: { zzz: 'off' } },
      ...CHECKS.flatMap(({ code }) =>
        [...LEVEL_SETTINGS, 'on'].map(level => ({ checks: { [code]: level } })),
      ),
    ];
    for (const value of values) {
      const json = JSON.stringify(value);
      assert.equal(takes(value), readRcFile(json, 'rc').problems.length === 0, json);
    }
  });

  it('is contributed to the editor, with the levels of the setting', () => {
    const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
    assert.deepEqual(manifest.contributes.jsonValidation, [
      { fileMatch: '.sysmonrc.json', url: './schemas/sysmonrc.schema.json' },
    ]);
    const setting = manifest.contributes.configuration.properties['sysmon.checks'];
    assert.deepEqual(setting.additionalProperties.enum, LEVEL_SETTINGS);
  });
});
