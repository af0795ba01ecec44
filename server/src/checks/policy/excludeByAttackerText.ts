import { valueRange } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { excludingConditions, secondConditionFor, withSecondCondition } from './excluding.ts';

export const excludeByAttackerText = adviceCheck({
  code: 'exclude-by-attacker-text',
  effect: 'risk',
  level: 'hint',
  title: 'Exclude by a text that an attacker chooses',
  run(advice, report) {
    const why = new Map(advice.knowledge.policy.attackerText.map(({ field, text }) => [field, text]));
    for (const condition of excludingConditions(advice)) {
      const { field } = condition.loaded;
      const text = why.get(field);
      if (text === undefined || condition.isEmpty) continue;
      report(...valueRange(advice.parsed, condition), {
        event: condition.block.event,
        field,
        why: text,
        ...secondConditionFor(advice, condition),
      });
    }
  },
  message: facts =>
    `This condition on ${facts.text('field')} alone is enough for Sysmon not to log the ${facts.text('event')} event. ${facts.text('why')}, so an attacker can meet it. Join it in a <Rule groupRelation="and"> with something that an attacker cannot choose, such as a full path in a folder that only administrators can write to.`,
  fixes: withSecondCondition,
});
