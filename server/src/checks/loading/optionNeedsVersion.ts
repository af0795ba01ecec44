import { loaderCheck } from '../check.ts';

import { needed } from '../needed.ts';

export const optionNeedsVersion = loaderCheck({
  code: 'option-needs-version',
  level: 'error',
  title: 'Option newer than the schema',
  fact: (facts, { parsed }) =>
    `The option ${facts.text('name')} came with schema ${facts.text('needs')}, and the file is checked against ${parsed.declared.schema.version}`,
  instead: (facts, { parsed }) => needed(parsed, facts.text('needs')),
});
