import type { LoadedBlock } from '../../loader/index.ts';
import { conditionRange, type JudgedCondition } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { removeElement } from '../fix.ts';
import { CoverIndex } from './coverIndex.ts';
import { Places } from './redundancy.ts';
import { scopesOf, type Scope } from './scopes.ts';
import { lineAt, quote } from './values.ts';

export const coveredByExclude = adviceCheck({
  code: 'covered-by-exclude',
  effect: 'never',
  level: 'warning',
  title: 'Include that an exclude takes back',
  run(advice, report) {
    const excludes = new Map<string, Scope[]>();
    for (const scope of scopesOf(advice)) {
      if (scope.block.onmatch !== 'exclude' || !scope.decisive) continue;
      const same = excludes.get(scope.block.event);
      if (same) same.push(scope);
      else excludes.set(scope.block.event, [scope]);
    }
    const { tree, schemas } = advice.parsed;
    for (const [event, scopes] of excludes) {
      const includes = advice.byTag.get(event)!.filter(({ onmatch }) => onmatch === 'include');
      if (includes.every(({ conditions }) => conditions.length === 0)) continue;
      const places = new Places(schemas.newest.tags.get(event));
      const indexes = new Map<string, CoverIndex>();
      for (const { conditions } of scopes) {
        for (const condition of conditions) {
          const place = places.of(condition);
          let index = indexes.get(place);
          if (!index) indexes.set(place, (index = new CoverIndex()));
          index.add(condition);
        }
      }
      for (const block of includes) {
        for (const condition of advice.byBlock.get(block)!) {
          const { loaded } = condition;
          const by = indexes.get(places.of(condition))?.find(condition, () => true);
          if (!by) continue;
          report(...conditionRange(advice.parsed, condition), {
            field: loaded.field,
            condition: loaded.condition,
            value: condition.value,
            byCondition: by.loaded.condition,
            byValue: by.value,
            by: tree.start(by.loaded.source.node),
            inRule: String(loaded.rule?.relation === 'and'),
            ...(mayGo(block, condition) && { node: loaded.source.node }),
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

/** Without the condition neither a block nor a Rule is left empty, or loses one of its terms. */
function mayGo(block: LoadedBlock, { loaded }: JudgedCondition): boolean {
  if (block.relation === 'and' || loaded.rule) return false;
  return block.conditions.some(({ source }) => source !== loaded.source);
}
