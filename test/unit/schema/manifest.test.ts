import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readManifests } from '../../../server/src/schema/compile.ts';
import { ManifestError, readManifest } from '../../../server/src/schema/manifest.ts';
import type { Manifest } from '../../../server/src/schema/types.ts';

const schemas = fileURLToPath(new URL('../../../schemas/windows', import.meta.url));
const facts = fileURLToPath(new URL('../../../../shared/facts/schemas.json', import.meta.url));

const small = `<manifest schemaversion="4.90" binaryversion="18">
  <configuration>
    <options><option switch="h" name="HashAlgorithms" argument="required" /></options>
    <filters default="is">is, is not</filters>
  </configuration>
  <events>
    <event name="ONE" value="1" level="Informational" template="One" rulename="Tag" version="5">
      <data name="Image" inType="win:UnicodeString" outType="xs:string" />
    </event>
  </events>
</manifest>`;

describe('readManifest', () => {
  it('reads what the text says', () => {
    assert.deepEqual(readManifest(small), {
      schemaversion: '4.90',
      binaryversion: '18',
      conditions: ['is', 'is not'],
      defaultCondition: 'is',
      options: [
        {
          name: 'HashAlgorithms',
          switch: 'h',
          argument: 'required',
          rule: false,
          forceConfig: false,
          noConfig: false,
          exclusive: false,
        },
      ],
      events: [
        {
          id: 1,
          name: 'ONE',
          title: 'One',
          level: 'Informational',
          tag: 'Tag',
          ruleDefault: null,
          version: '5',
          reserved: null,
          fields: [{ name: 'Image', inType: 'win:UnicodeString', outType: 'xs:string' }],
        },
      ],
      derived: false,
    } satisfies Manifest);
  });

  it('passes over a banner, text behind and a byte order mark', () => {
    const banner =
      '\uFEFF\r\n\r\nSystem Monitor v15.15 - System activity monitor\r\nBy A & B <a@b>\r\n\r\n<?xml version="1.0"?>\r\n';
    const printed = `${banner}<!-- <manifest > in a comment -->${small.replaceAll('\n', '\r\n')}\r\nDone.\r\n`;
    assert.deepEqual(readManifest(printed), readManifest(small));
  });

  it('takes the stand-in number of an unreleased event', () => {
    const event = readManifest(small.replace('value="1"', 'value="0xf001"')).events[0];
    assert.equal(event?.id, 0xf001);
    assert.equal(event?.reserved, '0xf001');
  });

  const bad: [what: string, text: string, message: string][] = [
    ['an empty text', ' \n', 'The text is empty; the output of "sysmon -s" is expected.'],
    ['no XML', 'sysmon: command not found', 'This is not XML; the output of "sysmon -s" is expected.'],
    [
      'another root',
      '\n<Sysmon schemaversion="4.90"></Sysmon>',
      'There is no <manifest> element; the first element is <Sysmon> (line 2).',
    ],
    ['two manifests', `${small}\n${small}`, 'There is more than one <manifest> element (line 12).'],
    ['a text that is cut off', small.slice(0, 300), 'The manifest is not well-formed XML: '],
    ['a wrong end tag', small.replace('</options>', '</option>'), 'The manifest is not well-formed XML: '],
    [
      'no schemaversion',
      small.replace('schemaversion="4.90"', ''),
      'The manifest has no schemaversion (line 1).',
    ],
    [
      'a schemaversion that is no number',
      `Banner\n${small.replace('4.90', 'new')}`,
      'The manifest\'s schemaversion "new" is not a number (line 2).',
    ],
    [
      'no configuration',
      small.replaceAll('configuration>', 'x>'),
      'The manifest has no <configuration> (line 1).',
    ],
    ['no filters', small.replaceAll('filters', 'x'), 'The manifest has no <filters> (line 2).'],
    [
      'no conditions',
      small.replace('is, is not', ''),
      'The manifest lists no conditions in <filters> (line 4).',
    ],
    ['no options', small.replaceAll('options>', 'x>'), 'The manifest has no <options> (line 2).'],
    ['no <events>', small.replaceAll('events>', 'x>'), 'The manifest has no <events> (line 1).'],
    ['no events', small.replace(/<event [^]*<\/event>/, ''), 'The manifest has no events (line 1).'],
    ['an event without value', small.replace('value="1"', ''), 'The event ONE has no value (line 7).'],
    [
      'an event whose value is no number',
      small.replace('value="1"', 'value="one"'),
      'The event ONE has the value "one", which is not a number (line 7).',
    ],
    ['an event without name', small.replace('name="ONE"', ''), 'The event 1 has no name (line 7).'],
    [
      'two events with one id',
      small.replace('</events>', '<event name="TWO" value="1"/></events>'),
      'The events ONE and TWO have the same value 1 (line 1).',
    ],
    ['a field without name', small.replace('name="Image"', ''), 'A <data> element has no name (line 8).'],
    [
      'an option without name',
      small.replace('name="HashAlgorithms"', ''),
      'An <option> element has no name (line 3).',
    ],
    [
      'an option with an unknown kind of argument',
      small.replace('argument="required"', 'argument="maybe"'),
      'The option HashAlgorithms has the argument "maybe" (line 3).',
    ],
  ];
  for (const [what, text, message] of bad) {
    it(`refuses ${what}, in one line, and prints nothing`, context => {
      const printed = [
        context.mock.method(console, 'error', () => undefined),
        context.mock.method(console, 'warn', () => undefined),
        context.mock.method(console, 'log', () => undefined),
      ];
      assert.throws(
        () => readManifest(text),
        (error: unknown) => {
          assert.ok(error instanceof ManifestError);
          assert.ok(error.message.startsWith(message), error.message);
          assert.ok(!/[\r\n]/.test(error.message), error.message);
          assert.ok(error.message.length < 250, error.message);
          return true;
        },
      );
      for (const method of printed) assert.equal(method.mock.callCount(), 0);
    });
  }
});

describe('the shipped manifests', () => {
  const manifests = readManifests(schemas);
  const find = (version: string): Manifest => {
    const manifest = manifests.find(({ schemaversion }) => schemaversion === version);
    assert.ok(manifest, `There is no manifest ${version}.`);
    return manifest;
  };

  it('are all there, ascending', () => {
    assert.deepEqual(
      manifests.map(manifest => manifest.schemaversion).join(' '),
      '2.0 3.10 3.2 3.3 3.4 4.0 4.1 4.2 4.21 4.22 4.23 4.30 4.31 4.32 4.40 4.50 4.60 4.70 4.80 4.81 4.82 4.83 4.90 4.91',
    );
  });

  it('say where they come from in a comment', () => {
    for (const { schemaversion } of manifests) {
      const text = readFileSync(join(schemas, `${schemaversion}.xml`), 'utf8');
      assert.match(text, /^<!--\n {2}Schema /);
      assert.match(text, /MIT licence|"sysmon -s"/);
    }
  });

  it('mark 4.82 and 4.83 as derived: each is its predecessor with one event more', () => {
    assert.deepEqual(
      manifests.filter(manifest => manifest.derived).map(manifest => manifest.schemaversion),
      ['4.82', '4.83'],
    );
    for (const [version, before, id] of [
      ['4.82', '4.81', 27],
      ['4.83', '4.82', 28],
    ] as const) {
      const added = find('4.90').events.find(event => event.id === id);
      assert.deepEqual(find(version), {
        ...find(before),
        schemaversion: version,
        derived: true,
        events: [...find(before).events, added],
      });
    }
  });

  const missing = existsSync(facts) ? false : `The file ${facts} is missing.`;
  it('hold exactly what was gathered from the sources', { skip: missing }, () => {
    const gathered = JSON.parse(readFileSync(facts, 'utf8')) as Gathered[];
    assert.equal(gathered.length, 22);
    for (const expected of gathered) {
      assert.deepEqual(asGathered(find(expected.schemaversion)), expected);
    }
  });
});

/** The form of the gathered facts. */
interface Gathered {
  schemaversion: string;
  binaryversion: string;
  conditions: readonly string[];
  defaultCondition: string;
  options: Record<string, string>[];
  events: Record<string, unknown>[];
}

function asGathered(manifest: Manifest): Gathered {
  return {
    schemaversion: manifest.schemaversion,
    binaryversion: manifest.binaryversion,
    conditions: manifest.conditions,
    defaultCondition: manifest.defaultCondition,
    options: manifest.options.map(option => ({
      name: option.name,
      argument: option.argument,
      ...(option.switch === null ? {} : { switch: option.switch }),
      ...(option.rule ? { rule: 'true' } : {}),
      ...(option.forceConfig ? { forceconfig: 'true' } : {}),
      ...(option.noConfig ? { noconfig: 'true' } : {}),
      ...(option.exclusive ? { exclusive: 'true' } : {}),
    })),
    events: manifest.events.map(event => ({
      id: event.id,
      name: event.name,
      title: event.title,
      level: event.level,
      tag: event.tag,
      ruledefault: event.ruleDefault,
      version: event.version,
      fields: event.fields.map(field => [field.name, field.inType, field.outType]),
      ...(event.reserved === null ? {} : { reserved: event.reserved }),
    })),
  };
}
