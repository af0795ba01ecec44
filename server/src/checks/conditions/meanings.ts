import type { ConditionMeaning } from '../../matching/conditions.ts';

/** The condition holds where its value is found in the field, as a whole or as a part. */
export function looksForValue({ comparison, negated }: ConditionMeaning): boolean {
  return !negated && comparison !== 'less' && comparison !== 'more';
}

/** The condition compares the whole field, or its beginning, for being so. */
export function comparesFromStart({ comparison, negated }: ConditionMeaning): boolean {
  return !negated && (comparison === 'equal' || comparison === 'beginning');
}

/** A list of parts of which one is enough, for the condition to hold or to fail. */
export function oneItemDecides({ comparison, list, every }: ConditionMeaning): boolean {
  return list && !every && comparison === 'part';
}

/** An empty value makes the condition never hold. */
export function neverHoldsEmpty({ comparison, negated }: ConditionMeaning): boolean {
  switch (comparison) {
    case 'equal':
    case 'file':
      return !negated;
    case 'less':
    case 'more':
      return false;
    default:
      return negated;
  }
}

/** An empty value makes the condition always hold. */
export function alwaysHoldsEmpty({ comparison, negated }: ConditionMeaning): boolean {
  const compares = comparison === 'part' || comparison === 'beginning' || comparison === 'end';
  return compares ? !negated : negated && comparison === 'equal';
}
