import { NONE } from '../../syntax/index.ts';
import { fixOf, replace } from '../fix.ts';
import { elementAt, holdsText, isKnownName } from '../places.ts';
import { repairCheck } from '../repairCheck.ts';

export const xmlMismatchedEndTag = repairCheck({
  code: 'xml-mismatched-end-tag',
  level: 'error',
  title: 'End tag with another name',
  fact: facts =>
    `The end tag </${facts.text('name')}> does not fit the start tag <${facts.text('expected')}>`,
  suggest: facts => [`</${facts.text('expected')}>`],
  put: (_, facts) => [replace(facts.problem.start, facts.problem.end, facts.text('expected'))],
  // With a name that means something, which of the two tags is wrong only the author knows.
  written: (facts, { parsed }) => (isKnownName(parsed, facts.text('name')) ? '' : `</${facts.text('name')}>`),
  fixes: (facts, { parsed }) => {
    const { tree, schemas } = parsed;
    const name = facts.text('name');
    const node = elementAt(tree, facts.problem.start);
    if (node === NONE || !schemas.known.isField(name) || !holdsText(parsed, node)) return [];
    const change = replace(tree.nameStart(node), tree.nameEnd(node), name);
    return [fixOf(`Change the start tag to <${name}>`, change)];
  },
});
