/**
 * Makes a function that works something out of an object once, and keeps the answer with the object.
 *
 * A `WeakMap` would keep it as long, but V8 moves what its values hold to the old generation as if all of it were in
 * use: every version of a document stayed in memory until a full collection, and each small one took twice as long.
 *
 * @param work gives the answer, which is never undefined
 */
export function oncePer<Owner extends object, Answer>(
  work: (owner: Owner) => Answer,
): (owner: Owner) => Answer {
  const key = Symbol(work.name);
  return owner => {
    const known = (owner as Record<symbol, Answer | undefined>)[key];
    if (known !== undefined) return known;
    const answer = work(owner);
    // It is no property to be copied: what is made from the owner may have other answers.
    Object.defineProperty(owner, key, { value: answer });
    return answer;
  };
}
