import type { Knowledge } from '../../schema/knowledge.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { Mark } from '../marks.ts';
import { isPartOfPath, withBackslash } from './bareName.ts';
import { holdsWhat, specialValues } from './kinds.ts';
import { changed, quote, reportItems } from './values.ts';

export const imageWithPathPart = conditionCheck({
  code: 'image-with-path-part',
  effect: 'never',
  level: 'warning',
  title: 'Part of a path in an image condition',
  concern: { kinds: ['path'], meaning: ({ comparison }) => comparison === 'file', marks: Mark.backslash },
  look: (condition, advice, report) => reportItems(advice, condition, isPartOfPath, report),
  message: (facts, { knowledge }) => {
    const field = facts.text('field');
    const name = specialName(knowledge, field, facts.text('value'));
    if (name !== null) {
      return `${field} reads ${quote(name)}, without a backslash, so this condition never matches. Remove the backslash.`;
    }
    return `With a backslash in its value “image” compares the whole of ${field}, which holds ${holdsWhat(knowledge, field)}, so this condition never matches: ${quote(facts.text('value'))} is only a part. Use “end with”, or leave only the file name.`;
  },
  fixes: (facts, context) => {
    const value = facts.text('value');
    const name = specialName(context.knowledge, facts.text('field'), value);
    if (name !== null) {
      return [{ ...changed(context, facts, `Change to “${name}”`, name), preferred: true }];
    }
    return [
      {
        ...changed(context, facts, 'Use “end with”', withBackslash(value), 'end with'),
        preferred: true,
      },
    ];
  },
});

/** `\System` is the kernel's own name, with a backslash that it does not have. */
function specialName(knowledge: Knowledge, field: string, value: string): string | null {
  const name = value.slice(1);
  const special = specialValues(knowledge, field);
  return value.startsWith('\\') && special.has(name.toLowerCase()) ? name : null;
}
