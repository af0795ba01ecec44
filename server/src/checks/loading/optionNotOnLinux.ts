import { preferFirst } from '../fix.ts';
import { removalFixes } from './removal.ts';
import { repairCheck } from '../repairCheck.ts';

export const optionNotOnLinux = repairCheck({
  code: 'option-not-on-linux',
  level: 'warning',
  title: 'Option that Linux does not have',
  fact: facts => `Sysmon for Linux does not implement ${facts.text('name')}`,
  so: () => 'it says “Option not implemented on Linux.” and goes on without it',
  instead: () => 'Remove it from a configuration for Linux.',
  hidesOthers: true,
  fixes: (facts, { parsed }) => preferFirst(removalFixes(parsed, facts, `Remove ${facts.text('name')}`)),
});
