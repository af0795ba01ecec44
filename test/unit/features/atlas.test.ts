import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { atlas, seeItem, sourceLinks } from '../../../server/src/features/atlas.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { knowledge, parseMarked, schemasFor } from '../kit.ts';

const data = atlas(knowledge, schemasFor());

describe('the data of the atlas', () => {
  it('has every event with its page', () => {
    assert.deepEqual(
      data.events.map(({ id }) => id),
      [...Array.from({ length: 29 }, (_, index) => index + 1), 255],
    );
    for (const event of data.events) {
      assert.ok(event.logs && event.kernelSource && event.since, String(event.id));
      assert.ok(event.fields.length > 1, String(event.id));
      for (const { name, meaning } of event.fields) assert.notEqual(meaning, '', name);
    }
  });

  it('has every mechanism in one layer, and every event at a mechanism', () => {
    for (const platform of ['windows', 'linux'] as const) {
      const ids = data.layers[platform].flatMap(({ mechanisms }) => mechanisms.map(({ id }) => id));
      const all = platform === 'windows' ? knowledge.mechanisms : knowledge.background.linux;
      assert.deepEqual([...ids].sort(), all.map(({ id }) => id).sort());
      for (const event of data.events) {
        const written = platform === 'windows' || event.linux.supported;
        assert.equal(event.mechanisms[platform].length > 0, written, `${platform} ${event.id}`);
        for (const id of event.mechanisms[platform]) assert.ok(ids.includes(id), id);
      }
    }
  });

  it('leads from every Linux hook to one mechanism', () => {
    for (const { id, linux } of knowledge.events) {
      for (const hook of linux.hooks) {
        const found = knowledge.background.linux.filter(each => hook.includes(each.hook));
        assert.equal(found.length, 1, `${id}: ${hook}`);
      }
    }
    const network = data.events.find(({ id }) => id === 3);
    assert.equal(network?.mechanisms.linux[0], 'linux-tcp');
    assert.equal(network.mechanisms.linux.length, 3);
  });

  it('has the tactics of all techniques, in the order of the matrix', () => {
    const used = new Set(knowledge.techniques.flatMap(({ tactics }) => tactics));
    assert.deepEqual(new Set(knowledge.tactics.map(({ id }) => id)), used);
    assert.equal(knowledge.tactics[0]?.id, 'reconnaissance');
    assert.equal(knowledge.tactics.at(-1)?.id, 'impact');
  });

  it('explains what the mechanisms rest on, with sources', () => {
    const text = data.sections.flatMap(({ paragraphs }) => paragraphs.map(each => each.text)).join(' ');
    for (const word of [
      'PatchGuard',
      'SSDT',
      'pre-operation',
      'post-operation',
      'provider',
      'session',
      'keyword',
    ])
      assert.match(text, new RegExp(word, 'i'));
    for (const { paragraphs } of data.sections) {
      for (const paragraph of paragraphs) assert.ok(paragraph.sources.length > 0, paragraph.text);
    }
    for (const { source } of [...knowledge.background.layers, ...knowledge.background.logs])
      assert.notEqual(source, '');
  });

  it('follows the target', () => {
    const linux = atlas(knowledge, schemasFor({ target: '4.81', platform: 'linux' }));
    assert.equal(linux.schema, '4.81');
    assert.equal(linux.platform, 'linux');
    assert.equal(linux.events.length, 30);
  });
});

describe('how to see a mechanism', () => {
  it('tells commands from places in a tool', () => {
    assert.deepEqual(seeItem('fltmc filters'), { command: 'fltmc filters', text: '' });
    assert.deepEqual(seeItem('logman query "NT Kernel Logger" -ets (Windows 7)'), {
      command: 'logman query "NT Kernel Logger" -ets',
      text: 'Windows 7',
    });
    assert.deepEqual(seeItem('PC Hunter: Kernel > Notify Routine (x)'), {
      command: null,
      text: 'PC Hunter: Kernel > Notify Routine (x)',
    });
  });
});

describe('a source', () => {
  it('is a link where there is a page', () => {
    assert.deepEqual(sourceLinks('https://www.example.com/a; owner/repo:dir/file.md (line 3); A book'), [
      { label: 'example.com', url: 'https://www.example.com/a' },
      { label: 'owner/repo: file.md', url: 'https://github.com/owner/repo/blob/HEAD/dir/file.md' },
      { label: 'A book', url: null },
    ]);
    assert.equal(sourceLinks('https://github.com/a/b/issues/3')[0]?.label, 'a/b');
  });
});

describe('the link from a hover to the atlas', () => {
  const marked =
    '<Sysmon schemaversion="4.90"><EventFiltering><Reg|istryEvent onmatch="include"/></EventFiltering></Sysmon>';
  const text = (source: string, commandLinks?: boolean): string => {
    const { parsed, offset } = parseMarked(source);
    const found = hover(parsed, parsed.document.positionAt(offset), knowledge, {
      ...(commandLinks !== undefined && { commandLinks }),
    });
    return found ? JSON.stringify(found.contents) : '';
  };

  it('is there for clients that follow commands, and for no other', () => {
    assert.match(
      text(marked, true),
      /\[Event Atlas\]\(command:sysmon\.atlas\?%5B%7B%22event%22%3A12%7D%5D\)/,
    );
    assert.doesNotMatch(text(marked), /command:/);
    assert.doesNotMatch(text(marked, false), /command:/);
  });

  it('is on events only', () => {
    assert.doesNotMatch(text('<Sys|mon schemaversion="4.90"/>', true), /command:/);
    assert.doesNotMatch(
      text(
        '<Sysmon schemaversion="4.90"><EventFiltering><Non|sense onmatch="include"/></EventFiltering></Sysmon>',
        true,
      ),
      /command:/,
    );
  });
});
