import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileSchemas, readManifests } from '../../../server/src/schema/compile.ts';
import { shippedManifests } from '../../../server/src/schema/data.ts';
import { inflateManifests } from '../../../server/src/schema/pools.ts';
import { createSchemaSet, upTo, versionNumber, type Schema } from '../../../server/src/schema/schema.ts';

const directory = fileURLToPath(new URL('../../../schemas', import.meta.url));
const set = createSchemaSet(shippedManifests());

function schema(version: string): Schema {
  const found = set.exactly(versionNumber(version));
  assert.ok(found, `There is no schema ${version}.`);
  return found;
}

describe('versionNumber', () => {
  for (const [text, number] of [
    ['4.90', 490],
    ['3.10', 310],
    ['4.1', 410],
    ['4.5', 450],
    ['4.50', 450],
    ['4', 400],
    [' 4.50 ', 450],
    ['4.90abc', 490],
    ['4,50', 400],
    ['4.5.1', 450],
    ['2.0', 200],
  ] as const) {
    it(`of "${text}" is ${number}`, () => assert.equal(versionNumber(text), number));
  }

  it('of a text that is no number is NaN', () => {
    for (const text of ['', 'new', 'v4.90']) assert.ok(Number.isNaN(versionNumber(text)));
  });
});

describe('the compiled data', () => {
  it('gives back the manifests as they are read from the files', () => {
    const read = readManifests(`${directory}/windows`);
    const compiled = compileSchemas(directory);
    assert.deepEqual(inflateManifests(compiled), read);
    assert.deepEqual(inflateManifests(JSON.parse(JSON.stringify(compiled))), read);
    assert.deepEqual(shippedManifests(), read, 'Run scripts/compile-schemas.ts: compiled.json is old.');
  });

  it('does not let a caller change the list', () => {
    shippedManifests().pop();
    assert.equal(shippedManifests().length, 24);
  });

  it('refuses an index that leads nowhere', () => {
    const compiled = compileSchemas(directory);
    assert.throws(() => inflateManifests({ ...compiled, options: [] }), RangeError);
  });
});

describe('a schema', () => {
  it('puts the events of one tag together, by id', () => {
    const registry = schema('4.90').tags.get('RegistryEvent');
    assert.deepEqual(
      registry?.events.map(event => event.id),
      [12, 13, 14],
    );
    assert.equal(registry?.firstId, 12);
    assert.deepEqual(registry?.fieldList, [
      'RuleName',
      'EventType',
      'UtcTime',
      'ProcessGuid',
      'ProcessId',
      'Image',
      'TargetObject',
      'User',
      'Details',
      'NewName',
    ]);
    assert.deepEqual(registry?.fields, new Set(registry?.fieldList));
  });

  it('has no tag for events that cannot be filtered, but their fields', () => {
    const newest = set.newest;
    assert.equal(newest.eventsById.size, 30);
    assert.equal(newest.eventsById.get(4)?.tag, null);
    assert.ok(newest.fields.has('ConfigurationFileHash'));
    assert.ok(![...newest.tags.values()].some(tag => tag.fields.has('ConfigurationFileHash')));
  });

  it('names options as their elements in a file', () => {
    assert.deepEqual([...schema('4.91').options.keys()].sort(), [
      'ArchiveDirectory',
      'CaptureClipboard',
      'CheckRevocation',
      'DnsLookup',
      'DriverName',
      'DriverQueueSize',
      'FieldSizes',
      'HashAlgorithms',
      'PipeMonitoringConfig',
      'ProcessAccessConfig',
      'SigningQueueSize',
    ]);
    // Version 2.0 has ProcessAccess without forceconfig.
    assert.ok(!schema('2.0').options.has('ProcessAccessConfig'));
    assert.ok(schema('4.1').options.has('ServiceArchiveDirectory'));
    assert.ok(schema('4.23').options.has('CopyOnDelete_PE'));
    assert.ok(!schema('4.30').options.has('CopyOnDelete_PE'));
  });
});

describe('a set of schemas', () => {
  it('needs a manifest', () => {
    assert.throws(() => createSchemaSet([]), RangeError);
  });

  it('finds the newest that is not newer', () => {
    assert.equal(set.newest.version, '4.91');
    assert.equal(set.atMost(424)?.version, '4.23');
    assert.equal(set.atMost(455)?.version, '4.50');
    assert.equal(set.atMost(490)?.version, '4.90');
    assert.equal(set.atMost(1000)?.version, '4.91');
    assert.equal(set.atMost(100), undefined);
    assert.equal(set.atMost(Number.NaN), undefined);
    assert.equal(set.exactly(424), undefined);
  });

  it('knows which version was the first', () => {
    assert.equal(set.firstWithEvent('ProcessCreate')?.version, '2.0');
    assert.equal(set.firstWithEvent('DnsQuery')?.version, '4.21');
    assert.equal(set.firstWithEvent('FileBlockExecutable')?.version, '4.82');
    assert.equal(set.firstWithEvent('Nothing'), undefined);
    assert.equal(set.firstWithField('ImageLoad', 'User')?.version, '4.80');
    assert.equal(set.firstWithField('ImageLoad', 'Nothing'), undefined);
    assert.equal(set.firstWithField('Nothing', 'User'), undefined);
    assert.equal(set.firstWithCondition('Contains Any')?.version, '4.22');
    assert.equal(set.firstWithCondition('excludes any')?.version, '4.23');
    assert.equal(set.firstWithCondition('is any')?.version, '4.31');
    assert.equal(set.firstWithCondition('not begin with')?.version, '4.70');
    assert.equal(set.firstWithCondition('starts with'), undefined);
    assert.equal(set.firstWithOption('DnsLookup')?.version, '4.30');
    assert.equal(set.firstWithOption('DriverQueueSize')?.version, '4.91');
    assert.equal(set.firstWithOption('ProcessAccessConfig')?.version, '3.10');
    assert.equal(set.firstWithOption('ProcessAccess'), undefined);
  });

  it('tells reserved from released', () => {
    // In 2.0 the reserved FileDelete has no tag, and ProcessAccess was reserved.
    assert.equal(set.firstWithEvent('FileDelete')?.version, '3.10');
    assert.equal(set.releasedWith('FileDelete')?.version, '4.30');
    assert.equal(set.firstWithEvent('ClipboardChange')?.version, '3.10');
    assert.equal(set.releasedWith('ClipboardChange')?.version, '4.40');
    assert.equal(set.firstWithEvent('ProcessAccess')?.version, '2.0');
    assert.equal(set.releasedWith('ProcessAccess')?.version, '3.10');
    assert.equal(set.releasedWith('Nothing'), undefined);
  });

  it('knows fields and tags of any version', () => {
    for (const field of ['Image', 'Path', 'SequenceNumber', 'ConfigurationFileHash']) {
      assert.ok(set.isField(field), field);
    }
    assert.ok(!set.isField('image'));
    assert.ok(set.isTag('FileExecutableDetected'));
    assert.ok(!set.isTag('Image'));
  });

  it('lets a later manifest replace an earlier one of the same version', () => {
    const own = { ...schema('4.90').manifest, binaryversion: 'own', derived: false };
    const replaced = createSchemaSet([...shippedManifests(), own]);
    assert.equal(replaced.all.length, set.all.length);
    assert.equal(replaced.atMost(490)?.manifest, own);
    const newer = createSchemaSet([{ ...own, schemaversion: '5.0' }, ...shippedManifests()]);
    assert.equal(newer.newest.version, '5.0');
  });
});

describe('upTo', () => {
  it('forgets what is newer', () => {
    const old = upTo(set, 450);
    assert.equal(old.newest.version, '4.50');
    assert.ok(!old.isTag('FileDeleteDetected'));
    assert.equal(old.firstWithCondition('not begin with'), undefined);
    assert.equal(upTo(set, 455).newest.version, '4.50');
  });

  it('gives the same object for the same version, and the set itself when nothing is cut', () => {
    assert.equal(upTo(set, 450), upTo(set, 455));
    assert.equal(upTo(set, 491), set);
    assert.equal(upTo(set, 900), set);
  });

  it('leaves the oldest for a target that is older than all', () => {
    assert.deepEqual(
      upTo(set, 100).all.map(item => item.version),
      ['2.0'],
    );
  });
});
