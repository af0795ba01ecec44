import { NONE } from '../../syntax/index.ts';
import { fixOf, insert, ownLine, removeElement, replace } from '../fix.ts';
import { elementAt } from '../places.ts';
import { repairCheck } from '../repairCheck.ts';

export const optionContent = repairCheck({
  code: 'option-content',
  level: 'error',
  title: 'Content in an option that takes none',
  fact: facts => `<${facts.text('name')}> may not have content`,
  instead: facts => `Write <${facts.text('name')}/>.`,
  hidesOthers: true,
  fixes: (facts, { parsed }) => {
    const { tree, configuration } = parsed;
    const name = facts.text('name');
    const node = elementAt(tree, facts.problem.start);
    if (node === NONE) return [];
    const empty = `<${name}/>`;
    const here = replace(tree.start(node), tree.end(node), empty);
    const { options } = configuration;
    const last = options[options.length - 1];
    if (!last || last.node === node) return [fixOf(`Change to “${empty}”`, here, { preferred: true })];
    // The open-source loader reads no option behind an empty one, so it goes last.
    const behind = insert(tree.end(last.node), ownLine(tree, last.node, empty));
    return [
      fixOf(
        `Change to “${empty}” and move it behind the other options`,
        [removeElement(tree, node), behind],
        {
          preferred: true,
        },
      ),
    ];
  },
});
