import type { ParsedDocument } from '../../documents.ts';
import type { Facts } from '../check.ts';
import { preferFirst } from '../fix.ts';
import { removalFixes } from './removal.ts';
import { rename } from './rename.ts';
import { repairCheck } from '../repairCheck.ts';

export const optionCommandLineOnly = repairCheck({
  code: 'option-command-line-only',
  level: 'error',
  title: 'Option of the command line',
  fact: facts => `${facts.text('name')} is an option of the command line and no element of a configuration`,
  instead: (facts, { parsed, knowledge }) => {
    if (inFile(facts, parsed).length > 0) return '';
    const note = knowledge.aliases.notes[facts.text('name')];
    return note ?? 'Remove it, and give it to Sysmon when you start it.';
  },
  suggest: (facts, { parsed }) => inFile(facts, parsed),
  put: rename,
  hidesOthers: true,
  fixes: (facts, { parsed }) => preferFirst(removalFixes(parsed, facts, `Remove ${facts.text('name')}`)),
});

/** The option of a file that does what the one of the command line does; none or one. */
function inFile(facts: Facts, { declared }: ParsedDocument): readonly string[] {
  const name = `${facts.text('name')}Config`;
  return declared.schema.options.has(name) ? [name] : [];
}
