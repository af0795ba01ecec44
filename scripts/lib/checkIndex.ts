import { CONDITION_CHECKS } from '../../server/src/checks/conditions/index.ts';
import type { Check } from '../../server/src/checks/check.ts';
import { LOADING_CHECKS } from '../../server/src/checks/loading/index.ts';
import { POLICY_CHECKS } from '../../server/src/checks/policy/index.ts';
import { XML_CHECKS } from '../../server/src/checks/xml/index.ts';

interface Section {
  readonly title: string;
  readonly about: string;
  readonly checks: readonly Check[];
}

const SECTIONS: readonly Section[] = [
  {
    title: 'XML',
    about: 'What is not well-formed. Sysmon refuses the whole file.',
    checks: XML_CHECKS,
  },
  {
    title: 'Loading',
    about: 'What Sysmon refuses, drops or ignores when it loads a file.',
    checks: LOADING_CHECKS,
  },
  {
    title: 'Conditions',
    about: 'What is loaded, but can never match, always matches, or says what another condition says.',
    checks: CONDITION_CHECKS,
  },
  {
    title: 'Policy',
    about: 'What is loaded and works, but not as it reads, not for long, or not against an attacker.',
    checks: POLICY_CHECKS,
  },
];

/** The text of `docs/checks/README.md`: all checks, in the order of the table. */
export function checkIndexText(): string {
  const parts = [
    '# Checks\n',
    'Each check has a code, a level and an effect: what Sysmon does because of it. A level can be changed with the setting `sysmon.checks`, unless Sysmon refuses the file. This page is generated from the table of checks by `scripts/check-index.ts`.\n',
  ];
  for (const { title, about, checks } of SECTIONS) {
    if (checks.length === 0) continue;
    parts.push(`## ${title}\n`, `${about}\n`, `${checks.map(entry).join('\n')}\n`);
  }
  return parts.join('\n');
}

function entry({ code, title, level, effect, hasFix }: Check): string {
  return `- [${code}](${code}.md): ${asMarkdown(title)} (${level}, ${effect}${hasFix ? ', with a fix' : ''})`;
}

/** Marks in a title are shown as what they are. */
function asMarkdown(title: string): string {
  return title.replace(/(?<=^| )[<>&*_\]]+(?= |$)/g, mark => `\`${mark}\``);
}
