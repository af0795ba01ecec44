import { versionNumber } from '../../schema/schema.ts';
import { NONE } from '../../syntax/index.ts';
import { adviceCheck } from '../check.ts';
import { needed } from '../needed.ts';
import { declareVersion, withRelease } from './declaring.ts';

export const conditionNeedsVersion = adviceCheck({
  code: 'condition-needs-version',
  effect: 'version',
  level: 'information',
  title: 'Condition newer than the schema',
  run({ parsed, conditions }, report) {
    const { tree, declared, schemas } = parsed;
    const number = declared.number;
    if (number === null) return;
    const needs = new Map(
      schemas.newest.conditions.map(name => [name, schemas.known.firstWithCondition(name)] as const),
    );
    for (const { loaded } of conditions) {
      const first = needs.get(loaded.condition);
      const attribute = loaded.source.condition;
      if (attribute === NONE || !first || first.number <= number) continue;
      report(tree.valueStart(attribute), tree.valueEnd(attribute), {
        condition: loaded.condition,
        needs: first.version,
        declared: versionText(number),
      });
    }
  },
  message(facts, { parsed, knowledge }) {
    const needs = facts.text('needs');
    return `“${facts.text('condition')}” came with schema ${withRelease(knowledge, needs)}, and the file declares ${facts.text('declared')}. Sysmon’s open-source loader takes it all the same, but an older Sysmon does not know it and refuses the whole file. ${needed(parsed, needs)}`;
  },
  fixes: (facts, { parsed }) => declareVersion(parsed, facts.text('needs')),
});

/** A version from its hundredths: 490 is `4.90`. */
export function versionText(number: number): string {
  const text = (number / 100).toFixed(2);
  return versionNumber(text) === number ? text : String(number / 100);
}
