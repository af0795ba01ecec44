import { loaderCheck } from '../check.ts';

export const optionRemoved = loaderCheck({
  code: 'option-removed',
  level: 'error',
  title: 'Option that newer schemas lost',
  fact: (facts, { parsed }) =>
    `The option ${facts.text('name')} exists up to schema ${facts.text('last')} only, and the file is checked against ${parsed.declared.schema.version}`,
  instead: () => 'Remove it.',
});
