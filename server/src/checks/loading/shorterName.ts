import type { ParsedDocument } from '../../documents.ts';
import { MAX_NAME_BYTES } from '../../loader/blocks.ts';
import { NONE } from '../../syntax/index.ts';
import type { Facts } from '../check.ts';
import { escapeAttribute, fixOf, replace, type Fix } from '../fix.ts';
import { attributeAt } from '../places.ts';

/** The fix that cuts a rule name to the length that Sysmon takes, behind a whole character. */
export function shorterNameFixes({ tree, text }: ParsedDocument, facts: Facts): readonly Fix[] {
  const attribute = attributeAt(tree, facts.problem.start);
  if (attribute === NONE || tree.valueStart(attribute) === NONE) return [];
  let kept = '';
  let bytes = 0;
  for (const character of tree.attributeValue(attribute)) {
    bytes += utf8Length(character);
    if (bytes > MAX_NAME_BYTES) break;
    kept += character;
  }
  const quote = text[tree.valueEnd(attribute)];
  const value = quote === "'" ? escapeAttribute(kept).replace(/'/g, '&apos;') : escapeAttribute(kept);
  const edit = replace(tree.valueStart(attribute), tree.valueEnd(attribute), value);
  return [fixOf(`Cut the name to ${MAX_NAME_BYTES} bytes`, edit, { preferred: true })];
}

const encoder = new TextEncoder();

function utf8Length(character: string): number {
  return encoder.encode(character).length;
}
