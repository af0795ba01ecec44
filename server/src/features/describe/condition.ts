import type { SchemaContext } from '../../schema/context.ts';
import type { Schema, SchemaSet } from '../../schema/schema.ts';
import type { Lookup } from '../lookup.ts';
import { blocks, bold, code, codeCell, plain } from './markdown.ts';
import { say, sayCase } from './say.ts';
import { needs, since } from './versions.ts';

/**
 * What a condition means, as markdown with its truth table.
 *
 * @param name as in the file; case does not matter
 * @returns for a name that is no condition what Sysmon does about it
 */
export function describeCondition(
  known: Lookup,
  schemas: SchemaContext,
  schema: Schema,
  name: string,
): string {
  const condition = known.conditions.get(name.toLowerCase());
  if (!condition) {
    return blocks(
      say(known, 'condition.unknown', { name: code(name) }),
      sayCase(known, '@condition', 'unknown'),
    );
  }
  const first = schemas.known.firstWithCondition(condition.name);
  const newer = needs(known, first, schema);
  return blocks(
    `${bold(code(condition.name))}: ${plain(condition.summary)}`,
    plain(condition.meaning),
    truthTable(known, condition.examples),
    condition.note === null ? '' : plain(condition.note),
    newer === ''
      ? sinceLater(known, schemas.known, first)
      : `${newer} ${say(known, 'condition.notEnforced')}`,
  );
}

/** Most conditions were always there, which is not worth a sentence. */
function sinceLater(known: Lookup, set: SchemaSet, first: Schema | undefined): string {
  return first === set.all[0] ? '' : since(known, set, first);
}

function truthTable(
  known: Lookup,
  examples: readonly { readonly value: string; readonly field: string; readonly holds: boolean }[],
): string {
  if (examples.length === 0) return '';
  const cell = (text: string): string => (text === '' ? say(known, 'table.empty') : codeCell(text));
  const head = ['table.value', 'table.field', 'table.holds'].map(key => say(known, key));
  const rows = examples.map(({ value, field, holds }) => [
    cell(value),
    cell(field),
    say(known, holds ? 'table.yes' : 'table.no'),
  ]);
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n');
}
