import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEngine, type Verdict } from '../../../server/src/matching/engine.ts';
import type { Environment } from '../../../server/src/matching/environment.ts';
import { loading } from '../loader/loading.ts';

function judge(
  blocks: string,
  eventId: number,
  fields: Readonly<Record<string, string>>,
  options: { platform?: 'windows' | 'linux'; environment?: Environment } = {},
): Verdict & { line: number | null } {
  const text = `<Sysmon schemaversion="4.90">\n<EventFiltering>${blocks}</EventFiltering></Sysmon>`;
  const { parsed, loaded } = loading(text, { platform: options.platform ?? 'windows' });
  assert.ok(loaded.accepted, JSON.stringify(loaded.problems));
  const verdict = createEngine(parsed, loaded, options.environment).judge(eventId, name => fields[name]);
  const node = verdict.decider?.source.node;
  const line = node === undefined ? null : parsed.document.positionAt(parsed.tree.start(node)).line + 1;
  return { ...verdict, line };
}

const A = '<Image condition="contains" name="a">A</Image>';
const B = '<Image condition="contains" name="b">B</Image>';
const block = (onmatch: string, conditions: string): string =>
  `<DnsQuery onmatch="${onmatch}">${conditions}</DnsQuery>`;

const either = (conditions: string): string =>
  `<RuleGroup groupRelation="or">${block('include', conditions)}</RuleGroup>`;

/** The table of `matching.md`: blocks, and for which of the images they log the event. */
const TABLE: readonly (readonly [what: string, blocks: string, logged: string])[] = [
  ['empty include', block('include', ''), ''],
  ['empty exclude', block('exclude', ''), 'A B AB C'],
  ['include A', block('include', A), 'A AB'],
  ['exclude A', block('exclude', A), 'B C'],
  ['include A, exclude B', block('include', A) + block('exclude', B), 'A'],
  ['exclude B, include A', block('exclude', B) + block('include', A), 'A'],
  ['include A, empty exclude', block('include', A) + block('exclude', ''), 'A AB'],
  ['empty include, exclude B', block('include', '') + block('exclude', B), ''],
  ['include A, include B', block('include', A) + block('include', B), 'A B AB'],
  ['exclude A, exclude B', block('exclude', A) + block('exclude', B), ''],
  ['no block', '', ''],
];

describe('the engine', () => {
  it('compiles in time that is linear in the number of Rules', () => {
    const looksAtRules = (count: number): number => {
      const { parsed, loaded } = loading(
        `<Sysmon schemaversion="4.90"><EventFiltering>${block('include', `<Rule>${A}${B}</Rule>`.repeat(count))}</EventFiltering></Sysmon>`,
      );
      let looks = 0;
      const blocks = loaded.blocks.map(each => ({
        ...each,
        conditions: each.conditions.map(condition => ({
          ...condition,
          get rule() {
            looks++;
            return condition.rule;
          },
        })),
      }));
      createEngine(parsed, { ...loaded, blocks }).judge(22, () => 'A');
      return looks;
    };
    assert.equal(looksAtRules(400), 2 * looksAtRules(200));
  });

  for (const [what, blocks, logged] of TABLE) {
    it(`logs with ${what}: ${logged || 'nothing'}`, () => {
      const images = ['A', 'B', 'AB', 'C'].filter(image => judge(blocks, 22, { Image: image }).logged);
      assert.equal(images.join(' '), logged);
    });
  }

  it('logs what has no block as the manifest says, and always what cannot be filtered', () => {
    assert.equal(judge('', 1, {}).logged, true);
    assert.equal(judge('', 5, {}).logged, true);
    assert.equal(judge('', 11, {}).logged, false);
    for (const id of [4, 16, 255]) assert.equal(judge('', id, {}).logged, true);
    assert.equal(judge('', 99, {}).logged, false);
  });

  it('names the rule that decides, and keeps the name that was set last on the way', () => {
    assert.equal(judge(block('include', A), 22, { Image: 'A' }).ruleName, 'a');
    assert.equal(judge(either(A + B), 22, { Image: 'B' }).ruleName, 'b');
    // The Rule fails at its second condition, but its first has set the name already.
    const partly = `<Rule groupRelation="and">${A}<User>x</User></Rule><QueryName>y</QueryName>`;
    assert.equal(judge(either(partly), 22, { Image: 'A', QueryName: 'y' }).ruleName, 'a');
    assert.equal(judge(block('include', A), 22, { Image: 'C' }).ruleName, null);
  });

  it('joins bare conditions on one field by OR in an AND block, and all others by AND', () => {
    const conditions = `${A}${B}<User>u</User>`;
    assert.equal(judge(block('include', conditions), 22, { Image: 'B', User: 'u' }).logged, true);
    assert.equal(judge(block('include', conditions), 22, { Image: 'B', User: 'v' }).logged, false);
    const not = '<Image condition="is not">x</Image><Image condition="is not">y</Image>';
    assert.equal(judge(block('include', not), 22, { Image: 'x' }).logged, true);
    const rule = '<Rule groupRelation="and"><Image>x</Image><Image>y</Image></Rule>';
    assert.equal(judge(block('include', rule), 22, { Image: 'x' }).logged, false);
  });

  it('keeps a condition to the place of its field in the id that the block was compiled to', () => {
    const registry = (inside: string): string => `<RegistryEvent onmatch="include">${inside}</RegistryEvent>`;
    const user = registry('<User>u</User>');
    assert.equal(judge(user, 12, { User: 'u' }).logged, true);
    assert.equal(judge(user, 13, { User: 'u' }).logged, false);
    const details = registry('<Details condition="is not">x</Details>');
    assert.equal(judge(details, 13, { Details: 'y' }).logged, true);
    assert.equal(judge(details, 12, { Details: 'y' }).logged, false);
  });

  it('reads empty fields and the RuleName of the event as -', () => {
    assert.equal(judge(block('include', '<User>-</User>'), 22, { User: '' }).logged, true);
    assert.equal(judge(block('include', '<RuleName>x</RuleName>'), 22, { RuleName: 'x' }).logged, false);
  });

  it('expands variables on Windows only', () => {
    const conditions = '<Image condition="begin with">%SystemRoot%\\</Image>';
    const environment = { SYSTEMROOT: 'C:\\Windows', LONG: 'x'.repeat(300) };
    const fields = { Image: 'C:\\Windows\\a.exe' };
    assert.equal(judge(block('include', conditions), 22, fields, { environment }).logged, true);
    assert.equal(
      judge(block('include', conditions), 22, fields, { environment, platform: 'linux' }).logged,
      false,
    );
    assert.equal(judge(block('include', conditions), 22, fields).logged, false);
    const tooLong = '<Image condition="contains">%LONG%</Image>';
    assert.equal(
      judge(block('include', tooLong), 22, { Image: 'x'.repeat(400) }, { environment }).logged,
      false,
    );
    const unknown = '<Image condition="contains">%None%</Image>';
    assert.equal(judge(block('include', unknown), 22, { Image: 'a%none%b' }, { environment }).logged, true);
  });

  it('says which condition, Rule or block decided', () => {
    assert.equal(judge(either(`\n${A}\n${B}`), 22, { Image: 'B' }).line, 4);
    assert.equal(
      judge(`\n${block('include', `\n${A}\n<User>u</User>`)}`, 22, { Image: 'A', User: 'u' }).line,
      3,
    );
    assert.equal(judge(block('exclude', A), 22, { Image: 'C' }).line, null);
  });
});
