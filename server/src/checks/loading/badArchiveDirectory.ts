import { NONE } from '../../syntax/index.ts';
import { fixOf, setContent } from '../fix.ts';
import { elementAt } from '../places.ts';
import { repairCheck } from '../repairCheck.ts';

export const badArchiveDirectory = repairCheck({
  code: 'bad-archive-directory',
  level: 'error',
  title: 'ArchiveDirectory that is a path',
  fact: () => 'ArchiveDirectory holds a backslash, and it must be the name of one folder',
  instead: () => 'Write a name such as Sysmon: the folder is made in the root of each volume.',
  fixes: (facts, { parsed: { tree } }) => {
    const node = elementAt(tree, facts.problem.start);
    if (node === NONE) return [];
    const last = facts
      .text('value')
      .split(/[\\/]/)
      .findLast(part => part.trim() !== '' && !part.includes(':'));
    const name = last?.trim() ?? 'Sysmon';
    return [fixOf(`Change to “${name}”`, setContent(tree, node, name), { preferred: true })];
  },
});
