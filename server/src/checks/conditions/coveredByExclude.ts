import { conditionRange, type Advice, type JudgedCondition } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { removeElement } from '../fix.ts';
import { CoverIndex } from './coverIndex.ts';
import { Places } from './redundancy.ts';
import { scopesOf } from './scopes.ts';
import { lineAt, quote } from './values.ts';

export const coveredByExclude = adviceCheck({
  code: 'covered-by-exclude',
  effect: 'never',
  level: 'warning',
  title: 'Include that an exclude takes back',
  run(advice, report) {
    const { tree, schemas } = advice.parsed;
    for (const [event, excludes] of decisiveExcludes(advice)) {
      const includes = advice.byTag.get(event)!.filter(({ onmatch }) => onmatch === 'include');
      if (includes.length === 0) continue;
      const places = new Places(schemas.newest.tags.get(event));
      const indexes = indexByPlace(advice, places, excludes);
      for (const block of includes) {
        for (const condition of advice.byBlock.get(block)!) {
          const by = indexes.get(places.of(condition))?.find(condition, anyOther);
          if (!by) continue;
          const { loaded } = condition;
          report(...conditionRange(advice.parsed, condition), {
            field: loaded.field,
            condition: loaded.condition,
            value: condition.value,
            byCondition: by.loaded.condition,
            byValue: by.value,
            by: tree.start(by.loaded.source.node),
            inRule: String(loaded.rule?.relation === 'and'),
            ...(mayGo(condition) && { node: loaded.source.node }),
          });
        }
      }
    }
  },
  message: (facts, context) => {
    const exclude = `${facts.text('field')} ${facts.text('byCondition')} ${quote(facts.text('byValue'))}`;
    const what = facts.text('inRule') === 'true' ? 'this Rule' : 'this condition';
    return `The exclude in line ${lineAt(context, facts.number('by'))} (${exclude}) matches whatever this matches, and an exclude wins over every include, so ${what} never makes Sysmon log anything. Narrow the exclude, or delete what it takes back.`;
  },
  fixes: (facts, { parsed }) => {
    const node = facts.number('node');
    return Number.isNaN(node)
      ? []
      : [{ title: 'Delete the include that never logs', edits: [removeElement(parsed.tree, node)] }];
  },
});

const anyOther = (): boolean => true;

type Conditions = readonly JudgedCondition[];

/** By event: the conditions of exclude blocks each of which is enough for its block. */
function decisiveExcludes(advice: Advice): ReadonlyMap<string, readonly Conditions[]> {
  const byEvent = new Map<string, Conditions[]>();
  for (const { block, decisive, conditions } of scopesOf(advice)) {
    if (block.onmatch !== 'exclude' || !decisive) continue;
    const same = byEvent.get(block.event);
    if (same) same.push(conditions);
    else byEvent.set(block.event, [conditions]);
  }
  return byEvent;
}

function indexByPlace(
  { units }: Advice,
  places: Places,
  all: readonly Conditions[],
): ReadonlyMap<string, CoverIndex> {
  const indexes = new Map<string, CoverIndex>();
  for (const conditions of all) {
    for (const condition of conditions) {
      const place = places.of(condition);
      let index = indexes.get(place);
      if (!index) indexes.set(place, (index = new CoverIndex(units)));
      index.add(condition);
    }
  }
  return indexes;
}

/** Without the condition neither a block nor a Rule is left empty, or loses one of its terms. */
function mayGo({ loaded, block }: JudgedCondition): boolean {
  return block.relation === 'or' && !loaded.rule && block.conditions.length > 1;
}
