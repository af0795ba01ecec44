import { valueRange } from '../advice.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { isExcluding, secondConditionFor, withSecondCondition } from './excluding.ts';

export const excludeByAttackerText = conditionCheck({
  code: 'exclude-by-attacker-text',
  effect: 'risk',
  level: 'hint',
  title: 'Exclude by a text that an attacker chooses',
  concern: {
    onmatch: 'exclude',
    fields: ({ policy }) => policy.attackerText.map(({ field }) => field),
    meaning: ({ negated }) => !negated,
  },
  look(condition, advice, report) {
    if (condition.isEmpty || !isExcluding(advice, condition)) return;
    const { field } = condition.loaded;
    report(...valueRange(advice.parsed, condition), {
      event: condition.block.event,
      field,
      why: advice.knowledge.policy.attackerText.find(each => each.field === field)!.text,
      ...secondConditionFor(advice, condition),
    });
  },
  message: facts =>
    `This condition on ${facts.text('field')} alone is enough for Sysmon not to log the ${facts.text('event')} event. ${facts.text('why')}, so an attacker can meet it. Join it in a <Rule groupRelation="and"> with something that an attacker cannot choose, such as a full path in a folder that only administrators can write to.`,
  fixes: withSecondCondition,
});
