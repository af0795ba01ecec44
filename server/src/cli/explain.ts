import { nearest, type Check } from '../checks/check.ts';
import { EFFECT_MEANINGS } from '../checks/effects.ts';
import { CHECKS } from '../checks/table.ts';
import type { CheckPages } from '../checkPages.ts';
import { InputError } from './inputs.ts';

/**
 * The page of a check, or the list of all checks where none is named.
 *
 * @throws {InputError} when no check has the code
 */
export function explain(code: string | undefined, pages: CheckPages): string {
  if (code === undefined) return listOfChecks();
  const check = CHECKS.find(each => each.code === code);
  if (!check) throw new InputError(`“${code}” is not the code of a check. ${wayOutOf(code)}`);
  const page = pages.text(code) ?? pageInShort(check);
  return page.endsWith('\n') ? page : `${page}\n`;
}

function listOfChecks(): string {
  const width = Math.max(...CHECKS.map(({ code }) => code.length));
  return CHECKS.map(({ code, title }) => `${code.padEnd(width)}  ${title}\n`).join('');
}

function pageInShort({ code, title, effect, level }: Check): string {
  return `# ${code}\n\n${title}. ${EFFECT_MEANINGS[effect]}\n\nIt is reported as ${level}.\n`;
}

function wayOutOf(code: string): string {
  const [meant] = nearest(
    code,
    CHECKS.map(check => check.code),
  );
  return meant === undefined ? 'Leave it out to see all codes.' : `Did you mean ${meant}?`;
}
