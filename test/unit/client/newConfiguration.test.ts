import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  applyChoices,
  hashAlgorithms,
  loudnessOf,
  orderedHashes,
  versionsFor,
  type BaselineList,
} from '../../../client/src/newConfiguration.ts';
import { schemaVersions, versionNumber } from '../../../client/src/releases.ts';
import { loading } from '../loader/loading.ts';

const folder = new URL('../../../snippets/baselines/', import.meta.url);
const list = new URL('baselines.json', folder);
const { baselines } = JSON.parse(readFileSync(list, 'utf8')) as BaselineList;

const choices = { schema: '4.90', hashes: ['SHA256', 'IMPHASH'] };

describe('the choices for a new configuration', () => {
  it('are written into the root and the option', () => {
    assert.equal(
      applyChoices(
        '<Sysmon schemaversion="4.50">\n  <HashAlgorithms>md5</HashAlgorithms>\n  <EventFiltering/>\n</Sysmon>\n',
        choices,
      ),
      '<Sysmon schemaversion="4.90">\n  <HashAlgorithms>SHA256,IMPHASH</HashAlgorithms>\n  <EventFiltering/>\n</Sysmon>\n',
    );
  });

  it('leave comments and the declaration as they are', () => {
    const head =
      '<?xml version="1.0"?>\n<!-- <Sysmon schemaversion="1"> <HashAlgorithms>x</HashAlgorithms> -->\n';
    assert.equal(
      applyChoices(
        `${head}<Sysmon schemaversion='4.50'><!-- <HashAlgorithms>y</HashAlgorithms> --><HashAlgorithms></HashAlgorithms></Sysmon>`,
        choices,
      ),
      `${head}<Sysmon schemaversion="4.90"><!-- <HashAlgorithms>y</HashAlgorithms> --><HashAlgorithms>SHA256,IMPHASH</HashAlgorithms></Sysmon>`,
    );
  });

  it('replace an option without content', () => {
    assert.match(
      applyChoices('<Sysmon schemaversion="4.50"><HashAlgorithms/></Sysmon>', choices),
      /<HashAlgorithms>SHA256,IMPHASH<\/HashAlgorithms><\/Sysmon>/,
    );
  });

  it('put a missing option first, at the indentation and with the line ends of the file', () => {
    assert.equal(
      applyChoices('<Sysmon schemaversion="4.50">\r\n\t<EventFiltering/>\r\n</Sysmon>', choices),
      '<Sysmon schemaversion="4.90">\r\n\t<HashAlgorithms>SHA256,IMPHASH</HashAlgorithms>\r\n\t<EventFiltering/>\r\n</Sysmon>',
    );
  });

  it('take the option away for no hashes, with its line', () => {
    assert.equal(
      applyChoices(
        '<Sysmon schemaversion="4.50">\n  <HashAlgorithms>md5</HashAlgorithms>\n  <EventFiltering/>\n</Sysmon>',
        { schema: '4.91', hashes: [] },
      ),
      '<Sysmon schemaversion="4.91">\n  <EventFiltering/>\n</Sysmon>',
    );
  });

  it('add a version that is missing, and refuse a text without a root', () => {
    assert.match(
      applyChoices('<Sysmon><EventFiltering/></Sysmon>', choices),
      /^<Sysmon schemaversion="4\.90">/,
    );
    assert.throws(() => applyChoices('<Other/>', choices), /no Sysmon element/);
  });
});

describe('the schema versions to choose from', () => {
  it('are newest first, and not older than Sysmon still loads', () => {
    const numbers = schemaVersions.map(({ version }) => versionNumber(version));
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => b - a),
    );
    assert.equal(numbers.at(-1), 400);
    const shipped = readdirSync(new URL('../../../schemas/windows/', import.meta.url))
      .map(file => versionNumber(file))
      .filter(number => number >= 400);
    assert.deepEqual(
      [...numbers].sort((a, b) => a - b),
      shipped.sort((a, b) => a - b),
    );
  });

  it('begin at the minimum of the baseline', () => {
    const { versions } = versionsFor('4.82', '', 'windows');
    assert.deepEqual(
      versions.map(({ version }) => version),
      ['4.91', '4.90', '4.83', '4.82'],
    );
  });

  for (const [target, platform, expected] of [
    ['', 'windows', '4.91'],
    ['4.90', 'windows', '4.90'],
    ['4.9', 'windows', '4.90'],
    ['4.50', 'windows', '4.82'],
    ['', 'linux', '4.82'],
    ['4.90', 'linux', '4.90'],
    ['5.10', 'windows', '5.10'],
    ['nonsense', 'windows', '4.91'],
  ] as const) {
    it(`prefer ${expected} for the target "${target}" on ${platform}`, () => {
      const { versions, preferred } = versionsFor('4.82', target, platform);
      assert.equal(preferred, expected);
      assert.ok(versions.some(({ version }) => version === preferred));
    });
  }
});

describe('hash algorithms', () => {
  it('are written in one order, whatever their case', () => {
    assert.deepEqual(orderedHashes(['imphash', 'SHA256', 'md5']), ['MD5', 'SHA256', 'IMPHASH']);
    assert.deepEqual(orderedHashes([]), []);
    assert.equal(orderedHashes(['sha512']), null);
  });
});

describe('the loudness of a baseline', () => {
  const recorded = { events: 1000, kept: 21, loudest: ['ProcessCreate', 'DnsQuery'], attacks: 9, named: 7 };
  const TOLD: readonly (readonly [kept: number, told: string])[] = [
    [21, 'about 2 of 100, mostly ProcessCreate, DnsQuery'],
    [6, 'about 6 of 1,000, mostly ProcessCreate, DnsQuery'],
    [330, 'about 33 of 100, mostly ProcessCreate, DnsQuery'],
    [1, '1, mostly ProcessCreate, DnsQuery'],
    [1000, 'all, mostly ProcessCreate, DnsQuery'],
  ];
  for (const [kept, told] of TOLD) {
    it(`is told in plain words: ${kept} of 1,000`, () => {
      assert.equal(
        loudnessOf({ loudness: 'Quiet.', recorded: { ...recorded, kept } }),
        `Quiet. Of 1,000 recorded events it keeps ${told}; it names the technique in 7 of 9 recorded attacks.`,
      );
    });
  }

  it('is what is known of it where nothing was measured', () => {
    assert.equal(loudnessOf({ loudness: 'Quiet.', recorded: null }), 'Quiet.');
  });
});

describe('every baseline', () => {
  it('is described in the list', () => {
    assert.ok(baselines.length >= 6);
    assert.equal(new Set(baselines.map(({ id }) => id)).size, baselines.length);
    for (const baseline of baselines) {
      for (const key of [
        'id',
        'file',
        'title',
        'purpose',
        'audience',
        'loudness',
        'version',
        'licence',
      ] as const) {
        assert.ok(typeof baseline[key] === 'string' && baseline[key] !== '', `${baseline.id}: ${key}`);
      }
      assert.ok(['windows', 'linux'].includes(baseline.platform), baseline.id);
      assert.ok(versionNumber(baseline.minimalSchema) >= 400, baseline.id);
      assert.ok(existsSync(new URL(baseline.file, folder)), baseline.file);
    }
  });

  for (const baseline of baselines) {
    it(`${baseline.id} is accepted with every version and hash that can be chosen, by a Sysmon of that version`, () => {
      const { platform, minimalSchema } = baseline;
      const text = readFileSync(new URL(baseline.file, folder), 'utf8');
      for (const { version } of versionsFor(minimalSchema, '', platform).versions) {
        for (const hashes of [[], hashAlgorithms.map(({ name }) => name)]) {
          const written = applyChoices(text, { schema: version, hashes });
          const { loaded } = loading(written, { version, platform });
          assert.equal(loaded.accepted, true, `schema ${version}, hashes ${hashes.join(',')}`);
          assert.equal(loaded.problems.length, 0, loaded.problems.map(({ code }) => code).join(' '));
        }
      }
    });
  }
});
