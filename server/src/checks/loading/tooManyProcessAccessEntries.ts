import { NONE } from '../../syntax/index.ts';
import { fixOf, setContent } from '../fix.ts';
import { elementAt } from '../places.ts';
import { repairCheck } from '../repairCheck.ts';

export const tooManyProcessAccessEntries = repairCheck({
  code: 'too-many-process-access-entries',
  level: 'error',
  title: 'Too many ProcessAccessConfig entries',
  fact: facts => `This list has ${facts.text('count')} entries, and ${facts.text('most')} are the most`,
  instead: () => 'Leave some out.',
  fixes: (facts, { parsed: { tree } }) => {
    const node = elementAt(tree, facts.problem.start);
    if (node === NONE) return [];
    const most = facts.number('most');
    const entries = tree.content(node).split(',');
    const distinct = [...new Set(entries)];
    return distinct.length <= most
      ? [
          fixOf('Remove the repeated entries', setContent(tree, node, distinct.join(',')), {
            preferred: true,
          }),
        ]
      : [
          fixOf(`Keep the first ${most} entries`, setContent(tree, node, entries.slice(0, most).join(',')), {
            preferred: true,
          }),
        ];
  },
});
