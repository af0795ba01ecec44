import { NONE } from '../../syntax/index.ts';
import { fixOf, preferFirst, removeAttribute } from '../fix.ts';
import { elementAt } from '../places.ts';
import { repairCheck } from '../repairCheck.ts';

export const onmatchAndDefault = repairCheck({
  code: 'onmatch-and-default',
  level: 'error',
  title: 'onmatch and default together',
  fact: facts => `This ${facts.text('event')} block has both onmatch and default`,
  so: () => 'Sysmon drops it without a word',
  instead: () => 'Keep onmatch; default says the same the other way round.',
  hidesOthers: true,
  fixes: (facts, { parsed: { tree } }) => {
    const node = elementAt(tree, facts.problem.start);
    if (node === NONE) return [];
    return preferFirst(
      ['default', 'onmatch'].map(name =>
        fixOf(`Remove ${name}`, removeAttribute(tree, tree.attribute(node, name))),
      ),
    );
  },
});
