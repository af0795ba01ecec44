import { loaderCheck } from '../check.ts';

import { needed } from '../needed.ts';

export const eventNeedsVersion = loaderCheck({
  code: 'event-needs-version',
  level: 'error',
  title: 'Event newer than the schema',
  fact: (facts, { parsed }) =>
    `The event ${facts.text('name')} came with schema ${facts.text('needs')}, and the file is checked against ${parsed.declared.schema.version}`,
  instead: (facts, { parsed }) => needed(parsed, facts.text('needs')),
});
