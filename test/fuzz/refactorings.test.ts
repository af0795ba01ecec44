/** A refactoring changes nothing of what Sysmon does but what its title says: judged by the engine on many events. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Range } from 'vscode-languageserver-types';
import { compare, eventsAround, type Fields } from '../../server/src/features/refactor/proof.ts';
import { refactorings } from '../../server/src/features/refactorings.ts';
import type { Loaded } from '../../server/src/loader/index.ts';
import { createEngine } from '../../server/src/matching/engine.ts';
import { knowledge } from '../unit/kit.ts';
import { loading } from '../unit/loader/loading.ts';
import { configuration } from './generate.ts';
import { forAll, realFiles, withoutRealFiles } from './kit.ts';

const LOGGED = 'changes what is logged';
const NAMES = 'another RuleName';

type Loading = ReturnType<typeof loading>;

/** The places of a block that are asked: its start tag, each condition, and runs of neighbours. */
function rangesIn({ parsed: { tree, document } }: Loading, block: Loaded['blocks'][number]): Range[] {
  const range = (start: number, end: number): Range => ({
    start: document.positionAt(start),
    end: document.positionAt(end),
  });
  const { node, items } = block.source;
  const ranges = [range(tree.nameStart(node), tree.nameStart(node))];
  const runs = [items, ...items.map(item => (item.kind === 'rule' ? item.conditions : []))];
  for (const run of runs.filter(each => each.length > 0)) {
    run.slice(0, 4).forEach((item, index) => {
      ranges.push(range(tree.nameStart(item.node), tree.nameStart(item.node)));
      for (const length of [2, 3]) {
        const last = run[index + length - 1];
        if (last) ranges.push(range(tree.start(item.node), tree.end(last.node)));
      }
    });
    ranges.push(range(tree.start(run[0]!.node), tree.end(run.at(-1)!.node)));
  }
  return ranges;
}

const serious = ({ loaded }: Loading): string =>
  String([loaded.accepted, loaded.dropped.length, loaded.blocks.length]);

/** Applies all that is offered, one at a time, and holds what the engines say against what the title says. */
function tryAll(text: string, events: readonly Fields[] = []): number {
  const before = loading(text);
  let tried = 0;
  for (const block of before.loaded.blocks.slice(0, 12)) {
    for (const range of rangesIn(before, block)) {
      for (const action of refactorings(before.parsed, range, knowledge, { diagnostics: [] })) {
        tried++;
        const after = loading(applied(before.parsed.document, action));
        assert.equal(serious(after), serious(before), `${action.title}\n${text}\n${after.parsed.text}`);
        const ids = before.parsed.schemas.newest.tags.get(block.event)!.events;
        const all = [...eventsAround(before.parsed, block), ...events];
        const change = compare(
          createEngine(before.parsed, before.loaded, knowledge.environment.variables),
          createEngine(after.parsed, after.loaded, knowledge.environment.variables),
          ids,
          all,
        );
        const allowed = action.title.includes(LOGGED)
          ? ['nothing', 'names', 'logged']
          : action.title.includes(NAMES)
            ? ['nothing', 'names']
            : ['nothing'];
        assert.ok(allowed.includes(change), `${change}: ${action.title}\n${text}\n\n${after.parsed.text}`);
      }
    }
  }
  return tried;
}

function applied(document: TextDocument, { edit }: CodeAction): string {
  return TextDocument.applyEdits(document, edit!.changes![document.uri]!);
}

// Configurations in which nearly everything can be refactored: few fields, few values and few names.
const TEXTS = ['a', 'b', 'ab', 'a;b', 'b;a;ab', 'ba', 'c'];
const NAMES_OF_RULES = ['', '', ' name="X"', ' name="Y"', ' name=""'];
const CONDITIONS = [
  ...['is', 'is any', 'contains', 'contains any', 'contains all', 'excludes', 'excludes any', 'excludes all'],
  ...['is not', 'begin with', 'image'],
];
const FIELDS = ['Image', 'TargetFilename', 'ProcessId'];

const condition = fc
  .tuple(
    fc.constantFrom(...FIELDS, 'Image'),
    fc.constantFrom(...CONDITIONS),
    fc.constantFrom(...TEXTS),
    fc.constantFrom(...NAMES_OF_RULES),
  )
  .map(([field, name, text, rule]) => `<${field}${rule} condition="${name}">${text}</${field}>`);
const rule = fc
  .tuple(
    fc.constantFrom(...NAMES_OF_RULES),
    fc.constantFrom('', ' groupRelation="and"', ' groupRelation="or"'),
    fc.array(condition, { minLength: 1, maxLength: 3 }),
  )
  .map(
    ([name, relation, inside]) =>
      `<Rule${name}${relation}>\n        ${inside.join('\n        ')}\n      </Rule>`,
  );
const block = fc
  .tuple(
    fc.constantFrom('onmatch="include"', 'onmatch="exclude"', 'default="include"'),
    fc.array(fc.oneof({ arbitrary: condition, weight: 4 }, { arbitrary: rule, weight: 1 }), { maxLength: 5 }),
  )
  .map(([effect, items]) => `<FileCreate ${effect}>\n      ${items.join('\n      ')}\n    </FileCreate>`);
const group = fc
  .tuple(
    fc.constantFrom('and', 'or'),
    fc.constantFrom(...NAMES_OF_RULES),
    fc.array(block, { minLength: 1, maxLength: 2 }),
  )
  .map(
    ([relation, name, blocks]) =>
      `<RuleGroup${name} groupRelation="${relation}">\n    ${blocks.join('\n    ')}\n  </RuleGroup>`,
  );
const refactorable = fc
  .tuple(
    fc.array(fc.oneof({ arbitrary: group, weight: 3 }, { arbitrary: block, weight: 1 }), {
      minLength: 1,
      maxLength: 2,
    }),
    fc.constantFrom('4.90', '4.90', '4.23'),
  )
  .map(
    ([parts, version]) =>
      `<Sysmon schemaversion="${version}"><EventFiltering>\n  ${parts.join('\n  ')}\n</EventFiltering></Sysmon>`,
  );

/** Every event whose fields have one of a few texts: what those configurations can tell apart. */
const EVENTS: readonly Fields[] = ['', 'a', 'b', 'ab', 'c', 'a;b'].flatMap(Image =>
  ['', 'a', 'b', 'ba', 'c'].flatMap(TargetFilename =>
    ['', 'a', 'ab', 'c'].map(ProcessId => ({ Image, TargetFilename, ProcessId })),
  ),
);

describe('refactorings', () => {
  it('change what their titles say, in configurations made for them', () => {
    let tried = 0;
    forAll(refactorable, 300, text => {
      tried += tryAll(text, EVENTS);
    });
    assert.ok(tried > 500, String(tried));
  });
  it('change what their titles say, in generated configurations', () =>
    forAll(configuration, 300, text => void tryAll(text)));
  it('change what their titles say, in real files', { skip: withoutRealFiles }, () =>
    forAll(realFiles(), 25, text => void tryAll(text)),
  );
});
