import type { LoadedRule } from '../../loader/index.ts';
import type { Advice } from '../advice.ts';

/** The Rules that are loaded and join several conditions, in the order of the loader. */
export function joiningRules({ loaded }: Advice): LoadedRule[] {
  const rules: LoadedRule[] = [];
  for (const { conditions } of loaded.blocks) {
    for (let i = 1; i < conditions.length; i++) {
      const { rule } = conditions[i]!;
      // Conditions of a Rule stand together, so the second of them tells that it joins several.
      const isSecond = rule && conditions[i - 1]!.rule === rule && conditions[i - 2]?.rule !== rule;
      if (isSecond) rules.push(rule);
    }
  }
  return rules;
}
