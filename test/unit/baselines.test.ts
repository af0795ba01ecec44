import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { measureBaseline, readRecorded, type Measurement } from '../../scripts/lib/measureBaseline.ts';
import { analyse, problemsOf, type Analysis } from '../../server/src/cli/analyse.ts';
import type { EventBlock } from '../../server/src/model/index.ts';
import { createSchemaContext } from '../../server/src/schema/context.ts';
import { knowledge, shippedManifests } from '../../server/src/schema/data.ts';
import { createSchemaSet } from '../../server/src/schema/schema.ts';
import { NONE, type Node } from '../../server/src/syntax/index.ts';
import { missing, shared } from '../shared.ts';

interface Baseline {
  readonly id: string;
  readonly file: string;
  readonly platform: 'windows' | 'linux';
  readonly minimalSchema: string;
  readonly version: string;
  readonly credits: readonly string[];
  readonly measured: Measurement['measured'] | null;
  readonly recorded: Measurement['recorded'] | null;
  readonly [key: string]: unknown;
}

const folder = new URL('../../snippets/baselines/', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
const { baselines } = JSON.parse(textOf('baselines.json')) as { baselines: readonly Baseline[] };

const schemas = createSchemaSet(shippedManifests());
const techniques = new Map(knowledge.techniques.map(({ id, name }) => [id, name]));
const analysed = new Map<string, Analysis>(
  baselines.map(({ id, file, platform }) => [
    id,
    analyse(file, textOf(file), createSchemaContext(schemas, { version: null, platform })),
  ]),
);

function analysis(id: string): Analysis {
  const found = analysed.get(id);
  assert.ok(found, `there is no baseline ${id}`);
  return found;
}

/** Names of rules that say no technique: what a last, general condition gives. */
const GENERAL = 'everything_else';
const TECHNIQUE = /^technique_id=(T\d{4}(?:\.\d{3})?),technique_name=(.+)$/;

function commentsIn(text: string): string[] {
  return [...text.matchAll(/<!--([\s\S]*?)-->/g)].map(match => match[1]!);
}

/** Every run of so many words, in lower case and without punctuation. */
function phrases(comment: string, length: number): string[] {
  const words = comment.toLowerCase().match(/[a-z0-9][a-z0-9'.]*[a-z0-9]|[a-z0-9]/g) ?? [];
  return words.slice(length - 1).map((_, index) => words.slice(index, index + length).join(' '));
}

describe('the list of baselines', () => {
  it('has every file of the folder, once, with all that is said of it', () => {
    const files = readdirSync(folder).filter(file => file.endsWith('.xml'));
    assert.deepEqual(baselines.map(({ file }) => file).sort(), files.sort());
    assert.equal(new Set(baselines.map(({ id }) => id)).size, baselines.length);
    for (const baseline of baselines) {
      for (const key of ['title', 'purpose', 'audience', 'loudness', 'licence']) {
        assert.match(String(baseline[key]), /\S{2}/, `${baseline.id}: ${key}`);
      }
      for (const key of ['purpose', 'audience', 'loudness']) {
        assert.match(String(baseline[key]), /^[A-Z].*\.$/, `${baseline.id}: ${key} is a sentence`);
      }
      assert.match(baseline.version, /^\d+\.\d+\.\d+$/);
      assert.ok(baseline.credits.length > 0, `${baseline.id}: credits`);
    }
  });

  it('has measures of every baseline for Windows, which agree with each other', () => {
    for (const { id, platform, measured, recorded } of baselines) {
      if (platform === 'linux') {
        assert.deepEqual([measured, recorded], [null, null], `${id}: there are no recordings of Linux`);
        continue;
      }
      assert.ok(measured && recorded, `${id}: run npm run measure:baselines`);
      const shares = Object.values(measured);
      assert.ok(shares.length > 10 && shares.every(share => share >= 0 && share <= 1), id);
      assert.ok(recorded.kept > 0 && recorded.kept < recorded.events, id);
      assert.ok(recorded.named <= recorded.attacks, id);
      const overall = recorded.kept / recorded.events;
      assert.ok(Math.min(...shares) <= overall && overall <= Math.max(...shares), id);
    }
  });

  const [LOG, ATTACKS] = ['events/otrf-sysmon.jsonl.gz', 'events/attacks.jsonl.gz'];
  it('has what a replay of the recordings gives', { skip: missing(LOG) || missing(ATTACKS) }, async () => {
    const recordings = await readRecorded(shared(LOG), shared(ATTACKS));
    for (const { id, file, platform, measured, recorded } of baselines) {
      if (platform === 'linux') continue;
      const found = measureBaseline(textOf(file), platform, recordings);
      assert.deepEqual({ measured, recorded }, found, `${id}: run npm run measure:baselines`);
    }
  });

  it('names the techniques of most attacks in its full baseline, and keeps few events for it', () => {
    const { recorded } = baselines.find(({ id }) => id === 'full')!;
    assert.ok(recorded && recorded.named >= 27 && recorded.attackShare <= 0.04);
  });

  it('agrees with the head of each file', () => {
    for (const { id, file, version, minimalSchema } of baselines) {
      const head = commentsIn(textOf(file))[0]!;
      assert.ok(head.includes(`baseline "${id}"`), `${id}: name`);
      assert.ok(head.includes(`Version ${version}. Needs schema ${minimalSchema} `), `${id}: version`);
      assert.match(head, /Licence:/, `${id}: licence`);
      assert.match(head, /Credits\./, `${id}: credits`);
    }
  });
});

for (const { id, file, platform, minimalSchema } of baselines) {
  describe(`the baseline ${id}`, () => {
    const { parsed, loaded } = analysis(id);
    const { tree, configuration, text } = parsed;

    it('is accepted, loses nothing, and has no problem above a hint', () => {
      assert.equal(loaded.accepted, true);
      assert.equal(loaded.blocks.length, configuration.blocks.length, 'every block is loaded');
      const above = problemsOf(analysis(id), {}).filter(({ level }) => level !== 'hint');
      assert.deepEqual(
        above.map(({ range, code, message }) => `${range.start.line + 1} ${code}: ${message}`),
        [],
      );
    });

    it('is accepted by the oldest Sysmon that it is said to be for', () => {
      const context = createSchemaContext(schemas, { version: minimalSchema, platform });
      const older = text.replace(/schemaversion="[\d.]+"/, `schemaversion="${minimalSchema}"`);
      const { loaded: result } = analyse(file, older, context);
      assert.equal(result.accepted, true);
      assert.deepEqual(result.problems, []);
    });

    it('names techniques as ATT&CK does', () => {
      for (const { name } of loaded.blocks.flatMap(({ conditions }) => conditions)) {
        if (name === null || name === GENERAL) continue;
        const [, technique, title] = TECHNIQUE.exec(name) ?? assert.fail(`not a technique: ${name}`);
        assert.equal(techniques.get(technique!), title, technique);
      }
    });

    it('is written in one form', () => {
      assert.ok(text.endsWith('</Sysmon>\n'));
      for (const [index, line] of text.split('\n').entries()) {
        const place = `line ${index + 1}: ${line}`;
        assert.doesNotMatch(line, /\s$|\t|\r/, place);
        assert.equal(/^ */.exec(line)![0].length % 2, 0, place);
        assert.ok((line.match(/<[A-Za-z]/g) ?? []).length <= 1, `one element in ${place}`);
      }
    });

    it('explains every group and every block', () => {
      for (const { node } of configuration.groups) {
        const before = text.slice(0, tree.start(node)).trimEnd();
        assert.ok(before.endsWith('-->'), `no comment above line ${lineOf(text, tree.start(node))}`);
      }
      for (const block of configuration.blocks) {
        const inside = text.slice(tree.startTagEnd(block.node), tree.contentEnd(block.node)).trimStart();
        const [first] = block.items;
        // The comment that explains a condition may stand behind it, at the end of its line.
        const behind = first && /^[^\n]*-->/.test(text.slice(tree.end(first.node)));
        assert.ok(
          inside.startsWith('<!--') || behind,
          `${block.tag} in line ${lineOf(text, tree.start(block.node))}`,
        );
      }
    });

    it('gives every technique that it includes a name', () => {
      for (const block of configuration.blocks.filter(isInclude)) {
        for (const item of block.items) {
          const name = nameOf(item.node);
          // In the laboratory the events themselves are the subject.
          if (id === 'lab-every-event') assert.equal(name, null);
          else assert.ok(name !== null, `${block.tag} in line ${lineOf(text, tree.start(item.node))}`);
        }
      }
    });

    function isInclude({ node }: EventBlock): boolean {
      return tree.attributeValue(tree.attribute(node, 'onmatch')) === 'include';
    }

    function nameOf(node: Node): string | null {
      const attribute = tree.attribute(node, 'name');
      return attribute === NONE ? null : tree.attributeValue(attribute);
    }
  });
}

describe('the full baseline', () => {
  const { parsed, loaded } = analysis('full');

  it('is no toy', () => {
    const conditions = loaded.blocks.reduce((sum, block) => sum + block.conditions.length, 0);
    assert.ok(conditions >= 600, `${conditions} conditions`);
  });

  it('has a block for every event of its schema, and speaks of those that have no tag', () => {
    const tags = new Set(parsed.configuration.blocks.map(({ tag }) => tag));
    for (const event of schemas.exactly(490)!.manifest.events) {
      if (event.tag) assert.ok(tags.has(event.tag), event.tag);
      else assert.ok(sectionIds(parsed.text).has(event.id), `event ${event.id}`);
    }
  });

  it('keeps image loads, the clipboard and what blocks switched off', () => {
    for (const tag of ['ImageLoad', 'ClipboardChange', 'FileBlockExecutable', 'FileBlockShredding']) {
      const blocks = loaded.blocks.filter(({ event }) => event === tag);
      assert.deepEqual(
        blocks.map(({ onmatch, conditions }) => [onmatch, conditions.length]),
        [['include', 0]],
        tag,
      );
    }
  });

  it('is where the others take their rules from', () => {
    const rulesOf = (id: string, except: readonly string[]): Map<string, Set<string>> => {
      const rules = new Map<string, Set<string>>();
      const { tree } = analysis(id).parsed;
      for (const { event, onmatch, conditions } of analysis(id).loaded.blocks) {
        const key = `${event} ${onmatch}`;
        if (except.includes(event)) continue;
        const set = rules.get(key) ?? new Set<string>();
        rules.set(key, set);
        for (const { field, condition, name, source } of conditions) {
          set.add([field, condition, name, tree.content(source.node)].join('\t'));
        }
      }
      return rules;
    };
    for (const [id, except] of [
      ['workstation-defender', []],
      // On a controller raw access is logged of all but a few, and names of few.
      ['domain-controller', ['RawAccessRead', 'DnsQuery']],
    ] as const) {
      const theirs = rulesOf(id, except);
      for (const [block, rules] of rulesOf('full', except)) {
        for (const rule of rules) assert.ok(theirs.get(block)?.has(rule), `${id} lacks in ${block}: ${rule}`);
      }
    }
  });

  const swift = 'corpus/real/SwiftOnSecurity__sysmon-config__sysmonconfig-export.xml';
  it('has every section of SwiftOnSecurity’s configuration', { skip: missing(swift) }, () => {
    const theirs = readFileSync(shared(swift), 'utf8');
    const ours = sectionIds(parsed.text);
    const ids = [...theirs.matchAll(/SYSMON EVENT ID ([\d &]+)/g)].flatMap(match => numbersIn(match[1]!));
    assert.ok(ids.length >= 25);
    for (const id of ids) assert.ok(ours.has(id), `event ${id}`);
  });
});

describe('the wording of the baselines', () => {
  const LENGTH = 6;
  it(
    'is our own',
    { skip: missing('corpus/real/SwiftOnSecurity__sysmon-config__sysmonconfig-export.xml') },
    () => {
      const theirs = new Set<string>();
      for (const file of readdirSync(shared('corpus/real/'))) {
        if (!/SwiftOnSecurity|sysmon-modular/i.test(file)) continue;
        for (const comment of commentsIn(readFileSync(shared(`corpus/real/${file}`), 'utf8')))
          for (const phrase of phrases(comment, LENGTH)) theirs.add(phrase);
      }
      assert.ok(theirs.size > 1000);
      for (const { id, file } of baselines) {
        const copied = commentsIn(textOf(file))
          .flatMap(comment => phrases(comment, LENGTH))
          .filter(phrase => theirs.has(phrase));
        assert.deepEqual(copied, [], id);
      }
    },
  );
});

/** The events that the headings of sections name: `EVENTS 12, 13 and 14: registry`. */
function sectionIds(text: string): Set<number> {
  return new Set(
    commentsIn(text).flatMap(comment =>
      [...comment.matchAll(/^\s*EVENTS? ([\d, and]+):/gm)].flatMap(match => numbersIn(match[1]!)),
    ),
  );
}

function numbersIn(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
