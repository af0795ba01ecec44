import { declareFixes } from './declare.ts';
import { removalFixes } from './removal.ts';
import { repairCheck } from '../repairCheck.ts';

import { needed } from '../needed.ts';

export const fieldNeedsVersion = repairCheck({
  code: 'field-needs-version',
  level: 'error',
  title: 'Field newer than the schema',
  fact: (facts, { parsed }) =>
    `${facts.text('event')} has the field ${facts.text('name')} since schema ${facts.text('needs')}, and the file is checked against ${parsed.declared.schema.version}`,
  instead: (facts, { parsed }) => needed(parsed, facts.text('needs')),
  hidesOthers: true,
  fixes: (facts, { parsed }) => [
    ...declareFixes(parsed, facts.text('needs')),
    ...removalFixes(parsed, facts, `Remove this ${facts.text('name')} condition`),
  ],
});
