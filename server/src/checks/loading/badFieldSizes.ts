import { loaderCheck, nearest } from '../check.ts';

export const badFieldSizes = loaderCheck({
  code: 'bad-field-sizes',
  level: 'error',
  title: 'FieldSizes that cannot be read',
  fact: facts =>
    facts.text('reason') === 'field'
      ? `“${facts.text('field')}” is not a field of any event`
      : `“${facts.text('item')}” does not give a size greater than 0`,
  suggest: (facts, { parsed }) =>
    facts.text('reason') === 'field' ? nearest(facts.text('field'), parsed.schemas.newest.fields) : [],
  instead: () => 'Write it like CommandLine:100,Image:20, without blanks.',
});
