import type { ParsedDocument } from '../../documents.ts';
import type { Knowledge } from '../../schema/knowledge.ts';
import { andList, nearest, type Facts } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

function meant(facts: Facts, parsed: ParsedDocument, knowledge: Knowledge): readonly string[] {
  return nearest(facts.text('value'), parsed.schemas.newest.conditions, knowledge.aliases.conditions);
}

export const unknownCondition = repairCheck({
  code: 'unknown-condition',
  level: 'error',
  title: 'Unknown condition',
  fact: facts => `“${facts.text('value')}” is not a condition`,
  suggest: (facts, { parsed, knowledge }) => meant(facts, parsed, knowledge),
  instead: (facts, { parsed, knowledge }) => {
    const note = knowledge.aliases.notes[facts.text('value').toLowerCase()];
    if (note !== undefined || meant(facts, parsed, knowledge).length > 0) return note ?? '';
    return `Sysmon knows ${andList(parsed.schemas.newest.conditions)}.`;
  },
  written: facts => facts.text('value'),
});
