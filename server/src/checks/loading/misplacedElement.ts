import { elementAt } from '../places.ts';
import { misplacedFixes } from './misplacedFixes.ts';
import type { Role } from '../../model/index.ts';
import { repairCheck } from '../repairCheck.ts';

/** Where an element of each role belongs. */
const BELONGS: Readonly<Record<Role, string>> = {
  sysmon: 'at the top of the file',
  option: 'directly under <Sysmon>',
  filtering: 'directly under <Sysmon>',
  group: 'directly under <EventFiltering>',
  block: 'under <EventFiltering> or inside a <RuleGroup>',
  rule: 'inside an event such as <ProcessCreate>',
  condition: 'inside an event or a <Rule>',
  unknown: 'elsewhere',
};

export const misplacedElement = repairCheck({
  code: 'misplaced-element',
  level: 'error',
  title: 'Element in the wrong place',
  fact: facts => `<${facts.text('name')}> may not stand directly in <${facts.text('parent')}>`,
  instead: facts => `It belongs ${BELONGS[facts.text('role') as Role]}.`,
  hidesOthers: true,
  fixes: (facts, { parsed }) => misplacedFixes(parsed, elementAt(parsed.tree, facts.problem.start)),
});
