import { declareFixes } from './declare.ts';
import { removalFixes } from './removal.ts';
import { repairCheck } from '../repairCheck.ts';

import { needed } from '../needed.ts';

export const optionNeedsVersion = repairCheck({
  code: 'option-needs-version',
  level: 'error',
  title: 'Option newer than the schema',
  fact: (facts, { parsed }) =>
    `The option ${facts.text('name')} came with schema ${facts.text('needs')}, and the file is checked against ${parsed.declared.schema.version}`,
  instead: (facts, { parsed }) => needed(parsed, facts.text('needs')),
  hidesOthers: true,
  fixes: (facts, { parsed }) => [
    ...declareFixes(parsed, facts.text('needs')),
    ...removalFixes(parsed, facts, `Remove ${facts.text('name')}`),
  ],
});
