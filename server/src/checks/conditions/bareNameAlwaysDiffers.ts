import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import { isBareName } from './bareName.ts';
import { holdsWhat } from './kinds.ts';
import { changed, isDeclared, quote, reportItems } from './values.ts';

export const bareNameAlwaysDiffers = conditionCheck({
  code: 'bare-name-always-differs',
  effect: 'always',
  level: 'warning',
  title: 'Negated comparison of a full path with a file name alone',
  concern: {
    kinds: ['path'],
    meaning: ({ comparison, negated }) => negated && (comparison === 'equal' || comparison === 'beginning'),
    marks: Mark.dot,
  },
  look(condition, advice, report) {
    const { field } = condition.loaded;
    reportItems(advice, condition, item => isBareName(advice.knowledge, field, item), report);
  },
  message: (facts, { knowledge }) => {
    const field = facts.text('field');
    return `${field} holds ${holdsWhat(knowledge, field)}, which ${quote(facts.text('value'))} never is, so this condition always holds. Use “not end with” and write ${quote(ending(facts.text('value')))}.`;
  },
  fixes: (facts, context) => {
    if (!isDeclared(context, 'not end with')) return [];
    return [
      {
        ...changed(context, facts, 'Use “not end with”', ending(facts.text('value')), 'not end with'),
        preferred: true,
      },
    ];
  },
});

function ending(name: string): string {
  return name.startsWith('.') ? name : `\\${name}`;
}
