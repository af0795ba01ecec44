import { fixOf, removeLines } from '../fix.ts';
import { repairCheck } from '../repairCheck.ts';

export const doctype = repairCheck({
  code: 'doctype',
  level: 'error',
  title: 'Document type declaration',
  fact: () => 'The file brings its own document type declaration, and Sysmon sets its own before it',
  instead: () => 'Remove the <!DOCTYPE …>.',
  fixes: ({ problem: { start, end } }, { parsed: { text } }) => [
    fixOf('Remove the document type declaration', removeLines(text, start, end), {
      preferred: true,
      // What it declares may be used further down.
      safe: !text.slice(start, end).includes('['),
    }),
  ],
});
