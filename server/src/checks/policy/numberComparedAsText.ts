import { valueRange } from '../advice.ts';
import { conditionCheck } from '../conditionCheck.ts';

/** A number, or numbers with dots as in an address or a version. */
const NUMERIC = /^\s*(?:0x[0-9a-f]+|-?\d+(?:[.,]\d+)*)\s*$/i;

export const numberComparedAsText = conditionCheck({
  code: 'number-compared-as-text',
  effect: 'misleading',
  level: 'information',
  title: 'Number compared as text',
  concern: { meaning: ({ comparison }) => comparison === 'less' || comparison === 'more' },
  look(condition, { parsed }, report) {
    if (!NUMERIC.test(condition.value)) return;
    report(...valueRange(parsed, condition), {
      condition: condition.loaded.condition,
      value: condition.value.trim(),
      field: condition.loaded.field,
    });
  },
  message: facts =>
    `Sysmon has no numbers: “${facts.text('condition')}” compares character by character, so “9” is more than “10” and “100” is less than “20”. ${facts.text('field')} is compared with “${facts.text('value')}” as text. Name the values that you mean with “is” or “is any”, or the beginnings of them with “begin with”.`,
});
