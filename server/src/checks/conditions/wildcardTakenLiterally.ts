import type { CheckKnowledge, FieldKindName } from '../../schema/knowledge.ts';
import { type CheckContext, type Facts } from '../check.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import type { Fix } from '../fix.ts';
import { kindOf, PLAIN_KINDS } from './kinds.ts';
import { changed, consequence, isDeclared, quoteAll, reportItems, withItems } from './values.ts';
import { looksForValue } from './meanings.ts';

export const wildcardTakenLiterally = conditionCheck({
  code: 'wildcard-taken-literally',
  effect: 'never',
  level: 'warning',
  title: 'Wildcard, which Sysmon takes literally',
  concern: { kinds: PLAIN_KINDS, meaning: looksForValue, marks: Mark.wildcard },
  look(condition, advice, report) {
    const { knowledge } = advice;
    const kind = kindOf(knowledge, condition.loaded.field)!;
    reportItems(advice, condition, item => hasWildcard(knowledge.checks, kind, item), report);
  },
  message: facts => {
    const mark = facts.list('wrong').some(item => item.includes('*')) ? '*' : '?';
    return `Sysmon knows no wildcards and looks for the ${mark} in ${quoteAll(facts.list('wrong'))} as it stands, so ${consequence(facts)}: ${facts.text('field')} ${kindSays(facts)}. Use “begin with”, “end with” or “contains” with the text beside it, or “contains all” with the parts.`;
  },
  fixes: (facts, context) =>
    facts.text('list') === 'true' ? trimmedList(facts, context) : single(facts, context),
});

function kindSays(facts: Facts): string {
  return facts.list('wrong').some(item => item.includes('*'))
    ? 'has none there'
    : 'has no question mark there';
}

/** The mark is surely meant as a wildcard, since the field never has it there. */
function hasWildcard({ registryAsterisk }: CheckKnowledge, kind: FieldKindName, text: string): boolean {
  switch (kind) {
    case 'registry':
      return text.includes('*') && isWildcardInRegistry(registryAsterisk, text);
    case 'pipe':
      // The name of a pipe may have one, but hardly at its end.
      return /^\\?\*.|.\*$/.test(text);
    case 'path':
      // `\\?\` and `\??\` are beginnings of paths.
      return /[*?]/.test(text.replace(/^\\\\\?\\|^\\\?\?\\/, ''));
    case 'host':
    case 'address':
      return /[*?]/.test(text);
    default:
      return text.includes('*');
  }
}

/** Keys and values may be called `*`, so only those places count where none is. */
function isWildcardInRegistry(
  { literalBehind, wildcardBehind, wildcardBefore }: CheckKnowledge['registryAsterisk'],
  text: string,
): boolean {
  const has = (list: readonly string[], key: string | undefined): boolean =>
    key !== undefined && list.some(each => each.toLowerCase() === key.toLowerCase());
  const keys = text.split('\\');
  return keys.some((key, index) => {
    if (!key.includes('*')) return false;
    const [before, behind] = [keys[index - 1], keys[index + 1]];
    if (has(literalBehind, before)) return false;
    if (key === '*') {
      return has(wildcardBehind, before) || (index <= 1 && !before && has(wildcardBefore, behind));
    }
    // `ControlSet00*`, `S-1-5-21-*`: something that begins so.
    return /^[a-z0-9{][^*]*\*$/i.test(key);
  });
}

/** The condition that says what a value with wildcards at its ends means, and the value without them. */
function withoutMarks(condition: string, value: string): { condition: string; value: string } | null {
  const [, before, inner, behind] = /^(\**)(.*?)(\**)$/s.exec(value)!;
  if (inner === '' || /[*?]/.test(inner!)) return null;
  const open = { start: before !== '', end: behind !== '' };
  const said = (start: boolean, end: boolean): string =>
    start && end ? 'contains' : start ? 'end with' : end ? 'begin with' : 'is';
  switch (condition) {
    case 'is':
      return { condition: said(open.start, open.end), value: inner! };
    case 'begin with':
      return { condition: said(open.start, true), value: inner! };
    case 'end with':
      return { condition: said(true, open.end), value: inner! };
    case 'image': {
      // The file name alone is compared, which begins behind a backslash.
      const name = inner!.includes('\\') || open.start ? inner! : `\\${inner!}`;
      return { condition: said(true, open.end), value: name };
    }
    case 'contains':
      return { condition, value: inner! };
    default:
      return null;
  }
}

function single(facts: Facts, context: CheckContext): readonly Fix[] {
  const value = facts.text('value');
  const said = withoutMarks(facts.text('condition'), value);
  if (said) {
    return [
      {
        ...changed(
          context,
          facts,
          `Use “${said.condition}” without the wildcard`,
          said.value,
          said.condition,
        ),
        preferred: true,
      },
    ];
  }
  const parts = value.split(/[*?]+/).filter(part => part !== '');
  if (parts.length < 2 || value.includes(';') || !isDeclared(context, 'contains all')) return [];
  return [
    {
      ...changed(context, facts, 'Use “contains all” with the parts', parts.join(';'), 'contains all'),
    },
  ];
}

/** In a list that looks for parts, marks at the ends of an item can go. */
function trimmedList(facts: Facts, context: CheckContext): readonly Fix[] {
  const inner = (item: string): string => item.replace(/^\*+|\*+$/g, '');
  const { wrong } = { wrong: facts.list('wrong') };
  if (!facts.text('condition').startsWith('contains')) return [];
  if (wrong.some(item => inner(item) === '' || /[*?]/.test(inner(item)))) return [];
  return [
    {
      ...changed(context, facts, 'Leave the wildcards out', withItems(facts, inner)),
      preferred: true,
    },
  ];
}
