import type { ParsedDocument } from '../../documents.ts';
import { blockRelation } from '../../loader/index.ts';
import type { EventBlock } from '../../model/index.ts';
import { blockRange } from '../advice.ts';
import { adviceCheck } from '../check.ts';
import { insert, type Fix, lineEndOf } from '../fix.ts';
import { mayStandAlone } from './broad.ts';
import { combinationOf } from './combination.ts';
import { blocksAt, lineOf, offsetsOf, removeBlock } from './edits.ts';

export const nothingIsLogged = adviceCheck({
  code: 'nothing-is-logged',
  effect: 'ignored',
  level: 'warning',
  title: 'Several excludes and no include',
  run(advice, report) {
    const { parsed, byTag } = advice;
    for (const [tag, blocks] of byTag) {
      if (blocks.length < 2 || blocks.some(({ onmatch }) => onmatch === 'include')) continue;
      const { excludes, emptyExcludes } = combinationOf(blocks);
      report(...blockRange(parsed, blocks[1]!), {
        event: tag,
        first: parsed.tree.start(blocks[0]!.source.node),
        full: offsetsOf(parsed, excludes),
        empty: offsetsOf(parsed, emptyExcludes),
        alone: mayStandAlone(advice, excludes[0] ?? blocks[0]!) ? 1 : 0,
      });
    }
  },
  message(facts, { parsed }) {
    const event = facts.text('event');
    return `${event} has several exclude blocks (the first in line ${lineOf(parsed, facts.number('first'))}) and no include. With more than one block Sysmon does not log what matches none of them, so it logs no ${event} at all. Put the conditions into one exclude block.`;
  },
  fixes(facts, { parsed }) {
    if (facts.number('alone') === 0) return [];
    const full = blocksAt(parsed, facts, 'full');
    const empty = blocksAt(parsed, facts, 'empty');
    return mergeInto(
      parsed,
      full.length > 0 ? full : empty.slice(0, 1),
      full.length > 0 ? empty : empty.slice(1),
    );
  },
});

/** One block of several, where the one means what each of them meant. */
function mergeInto(
  parsed: ParsedDocument,
  [first, ...others]: readonly EventBlock[],
  empty: readonly EventBlock[],
): readonly Fix[] {
  const { tree } = parsed;
  if (!first || (others.length > 0 && !canMerge(parsed, [first, ...others]))) return [];
  const eol = lineEndOf(tree.text);
  const moved = others
    .map(({ node }) => tree.text.slice(tree.startTagEnd(node), tree.contentEnd(node)))
    .map(content => eol + content.replace(/^[ \t]*\r?\n/, '').trimEnd())
    .join('');
  const content = tree.text.slice(tree.startTagEnd(first.node), tree.contentEnd(first.node));
  const at = tree.startTagEnd(first.node) + content.trimEnd().length;
  return [
    {
      title:
        others.length > 0 ? 'Merge the exclude blocks into one' : 'Remove the other, empty exclude blocks',
      edits: [
        ...(moved === '' ? [] : [insert(at, moved)]),
        ...[...others, ...empty].map(block => removeBlock(tree, block)),
      ],
      preferred: true,
    },
  ];
}

/** Blocks that are ORs can be merged, and ANDs whose only term are bare conditions on one and the same field. */
function canMerge({ tree, declared }: ParsedDocument, blocks: readonly EventBlock[]): boolean {
  if (new Set(blocks.map(({ group }) => group === null)).size > 1) return false;
  const relations = new Set(blocks.map(({ group }) => blockRelation(tree, declared, group)));
  if (relations.size > 1) return false;
  if (relations.has('or')) return true;
  const items = blocks.flatMap(block => block.items);
  const fields = new Set(items.map(item => (item.kind === 'condition' ? item.field : null)));
  return fields.size === 1 && !fields.has(null);
}
