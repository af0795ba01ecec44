/** `onmatch` and `default` say the same of a block, each the other way round. */
import { replace } from '../../checks/fix.ts';
import { NONE } from '../../syntax/index.ts';
import type { Refactoring, Request } from './refactoring.ts';

export function convertOnmatch({ parsed: { tree }, source, block, isOnBlock }: Request): Refactoring[] {
  if (!isOnBlock) return [];
  const written = ['onmatch', 'default'].find(name => tree.attribute(source.node, name) !== NONE);
  if (written === undefined) return [];
  const attribute = tree.attribute(source.node, written);
  const inverse = block.onmatch === 'include' ? 'exclude' : 'include';
  const becomes = written === 'onmatch' ? `default="${inverse}"` : `onmatch="${block.onmatch}"`;
  return [
    {
      kind: 'rewrite',
      title: `Write ${becomes}, which means the same`,
      edits: [replace(tree.attributeNameStart(attribute), tree.attributeEnd(attribute), becomes)],
      change: 'nothing',
    },
  ];
}
