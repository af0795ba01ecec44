import { valueRange } from '../advice.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { changed, dataOf, quote } from './values.ts';
import { Mark } from '../marks.ts';
import { oneItemDecides } from './meanings.ts';

export const emptyListItem = conditionCheck({
  code: 'empty-list-item',
  effect: 'misleading',
  level: 'information',
  title: 'Empty item in a list',
  concern: { meaning: ({ list }) => list, marks: Mark.emptyItem },
  look(condition, advice, report) {
    const { value, meaning } = condition;
    const parts = meaning.comparison === 'part';
    // One that is empty at the end is more than that where it decides.
    if (value.endsWith(';') && oneItemDecides(meaning)) return;
    const first = value.split(';').findIndex(item => item === '');
    const rest = value.split(';').slice(first).join(';');
    report(...valueRange(advice.parsed, condition), {
      ...dataOf(condition),
      rest: parts && rest !== '' ? rest : '',
    });
  },
  message: facts => {
    const rest = facts.text('rest');
    if (rest === '') {
      return `An item of this list is empty and does nothing. Remove the semicolon that is too many.`;
    }
    return `An item of this list is empty, for which Sysmon’s open-source engine looks for the rest of the text as it stands, ${quote(rest)}. A semicolon always parts items, there is no way to look for one. Remove the semicolon that is too many.`;
  },
  fixes: (facts, context) => {
    const value = facts
      .text('value')
      .split(';')
      .filter(item => item !== '')
      .join(';');
    return value === ''
      ? []
      : [
          {
            ...changed(context, facts, 'Remove the empty items', value),
            // Semicolons inside may be meant to be looked for, as in `(A;;GA;;;SY)`.
            preferred: !facts.text('value').includes(';;'),
          },
        ];
  },
});
