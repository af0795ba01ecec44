import { fixOf } from '../fix.ts';
import { elementAt } from '../places.ts';
import { splitEdits } from './splitBlock.ts';
import { orList } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

export const mixedEventIds = repairCheck({
  code: 'mixed-event-ids',
  level: 'error',
  title: 'Fields of different events in one block',
  fact: facts =>
    `No ${facts.text('event')} event has ${facts.text('name')} together with the fields above it, which only event ${orList(facts.list('ids'))} has`,
  so: facts => `Sysmon drops this block and every later ${facts.text('event')} block, and loads the rest`,
  instead: () => 'Make a block of its own for it.',
  hidesOthers: true,
  fixes: (facts, { parsed }) => {
    const edits = splitEdits(parsed, elementAt(parsed.tree, facts.problem.start));
    return edits === null
      ? []
      : [fixOf(`Make a ${facts.text('event')} block of its own for it`, edits, { preferred: true })];
  },
});
