import { NONE } from '../../syntax/index.ts';
import { fixOf, removeElement, replace, setContent } from '../fix.ts';
import { elementAt } from '../places.ts';
import { nearest } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

export const badFieldSizes = repairCheck({
  code: 'bad-field-sizes',
  level: 'error',
  title: 'FieldSizes that cannot be read',
  fact: facts =>
    facts.text('reason') === 'field'
      ? `“${facts.text('field')}” is not a field of any event`
      : `“${facts.text('item')}” does not give a size greater than 0`,
  suggest: (facts, { parsed }) =>
    facts.text('reason') === 'field' ? nearest(facts.text('field'), parsed.schemas.newest.fields) : [],
  instead: () => 'Write it like CommandLine:100,Image:20, without blanks.',
  hidesOthers: true,
  put: (suggestion, facts, { parsed: { text } }) => {
    const { start, end } = facts.problem;
    if (text.slice(start, end) !== facts.text('item')) return null;
    return [replace(start, start + facts.text('field').length, suggestion)];
  },
  written: facts => facts.text('field'),
  fixes: (facts, { parsed: { tree } }) => {
    const node = elementAt(tree, facts.problem.start);
    if (node === NONE) return [];
    const item = facts.text('item');
    const rest = tree.content(node).split(',');
    rest.splice(rest.indexOf(item), 1);
    const value = rest.join(',');
    // An option without content ends the reading of options.
    const edit = value === '' ? removeElement(tree, node) : setContent(tree, node, value);
    return [fixOf(value === '' ? 'Remove FieldSizes' : `Remove “${item}”`, edit, { preferred: true })];
  },
});
