/**
 * What a block of a configuration does as it stands: how its conditions join, and what all the blocks of
 * its event log together. The words for it stand in the data.
 */
import type { ParsedDocument } from '../documents.ts';
import { loadedOf } from '../loadDocument.ts';
import type { OnMatch } from '../loader/index.ts';
import { roleAt, type EventBlock } from '../model/index.ts';
import type { EventTag } from '../schema/schema.ts';
import type { EventDefinition } from '../schema/types.ts';
import { NONE, type Node, type SyntaxTree } from '../syntax/index.ts';
import { oncePer } from '../once.ts';

/** The event block that an element is or stands in, `NONE` where there is none. */
export function eventBlockOf(parsed: ParsedDocument, element: Node): Node {
  const { tree, schemas } = parsed;
  for (let node = element; node > 0; node = tree.parent(node)) {
    const role = roleAt(tree, node, schemas.known);
    if (role === 'block') return node;
    if (role !== 'rule' && role !== 'condition') return NONE;
  }
  return NONE;
}

/** The bare conditions of a block by field, and how many Rules with conditions it has. */
interface Terms {
  readonly conditions: number;
  readonly rules: number;
  readonly byField: ReadonlyMap<string, number>;
}

export function termsOf(block: EventBlock): Terms {
  const byField = new Map<string, number>();
  let conditions = 0;
  let rules = 0;
  for (const item of block.items) {
    if (item.kind === 'rule') {
      if (item.conditions.length > 0) rules++;
      continue;
    }
    conditions++;
    byField.set(item.field, (byField.get(item.field) ?? 0) + 1);
  }
  return { conditions, rules, byField };
}

/** Whether a block has no condition, not in its Rules either. */
export function isEmpty(block: EventBlock): boolean {
  return block.items.every(item => item.kind === 'rule' && item.conditions.length === 0);
}

/** A block beside the others of its event, and why Sysmon does not load it, if so. */
interface Sibling {
  readonly block: EventBlock;
  /** Null where Sysmon does not load the block. */
  readonly effect: OnMatch | null;
  /** The field that does not fit; `earlier` when it is an earlier block of the event that does not. */
  readonly dropped: { readonly field: string } | 'earlier' | null;
}

interface Siblings {
  readonly byTag: ReadonlyMap<string, readonly Sibling[]>;
  /** What the blocks of each event log together. */
  readonly outcomes: ReadonlyMap<string, Combination | null>;
  readonly byBlock: ReadonlyMap<EventBlock, Sibling>;
}

/** All blocks of one event in file order, with what the open-source loader makes of each. */
export function siblingsOf(parsed: ParsedDocument, tag: string): readonly Sibling[] {
  return siblingsIn(parsed).byTag.get(tag) ?? [];
}

/** What all blocks of an event log together: a case of the keyword `blocks`; null where none is loaded. */
export function outcomeOf(parsed: ParsedDocument, tag: string): Combination | null {
  return siblingsIn(parsed).outcomes.get(tag) ?? null;
}

/** What becomes of a block: why Sysmon does not load it, or what it does with what it matches. */
export type BlockState =
  /** A field does not fit. */
  | { readonly kind: 'dropped'; readonly field: string }
  /** An earlier block of the event does not fit. */
  | { readonly kind: 'droppedAfter' }
  /** Neither onmatch nor default, or both. */
  | { readonly kind: 'missing' | 'both' }
  /** Sysmon refuses the file for it. */
  | { readonly kind: 'refused' }
  | {
      readonly kind: 'loaded';
      readonly effect: OnMatch;
      readonly isEmpty: boolean;
      /** There is no other block for the event in the file. */
      readonly isAlone: boolean;
    };

export function stateOf(parsed: ParsedDocument, block: EventBlock): BlockState {
  const { byTag, byBlock } = siblingsIn(parsed);
  const self = byBlock.get(block);
  if (self?.dropped === 'earlier') return { kind: 'droppedAfter' };
  if (self?.dropped) return { kind: 'dropped', field: self.dropped.field };
  const { tree } = parsed;
  const onmatch = tree.attribute(block.node, 'onmatch');
  const byDefault = tree.attribute(block.node, 'default');
  const written = onmatch === NONE ? byDefault : onmatch;
  if (written === NONE) return { kind: 'missing' };
  if (onmatch !== NONE && byDefault !== NONE) return { kind: 'both' };
  const effect = self?.effect ?? null;
  const isSaid = ['include', 'exclude'].includes(tree.enumeratedValue(written));
  if (effect === null || !isSaid) return { kind: 'refused' };
  const isAlone = byTag.get(block.tag)?.length === 1;
  return { kind: 'loaded', effect, isEmpty: isEmpty(block), isAlone };
}

/** What the open-source loader makes of a block; null where it does not load it. */
export function effectOfBlock(parsed: ParsedDocument, block: EventBlock): OnMatch | null {
  return siblingsIn(parsed).byBlock.get(block)?.effect ?? null;
}

const siblingsIn = oncePer((parsed: ParsedDocument): Siblings => {
  const { blocks, dropped } = loadedOf(parsed);
  const effects = new Map(blocks.map(({ source, onmatch }) => [source, onmatch]));
  const losses = new Map(dropped.map(loss => [loss.block, loss]));
  const byTag = new Map<string, Sibling[]>();
  const byBlock = new Map<EventBlock, Sibling>();
  for (const block of parsed.configuration.blocks) {
    const loss = losses.get(block);
    const earlier = loss?.code === 'block-after-dropped';
    const field = loss?.field ?? null;
    const sibling: Sibling = {
      block,
      effect: effects.get(block) ?? null,
      dropped: earlier ? 'earlier' : field === null ? null : { field },
    };
    byBlock.set(block, sibling);
    const same = byTag.get(block.tag);
    if (same) same.push(sibling);
    else byTag.set(block.tag, [sibling]);
  }
  const outcomes = new Map([...byTag].map(([tag, all]) => [tag, combination(all)]));
  return { byTag, byBlock, outcomes };
});

function combination(siblings: readonly Sibling[]): Combination | null {
  return combine(
    siblings.flatMap(({ block, effect, dropped }) =>
      effect === null || dropped !== null ? [] : [{ effect, empty: isEmpty(block) }],
    ),
  );
}

/** The same for blocks that are loaded; an `empty` one is one that matches no event. */
export function combine(
  loaded: readonly { readonly effect: OnMatch; readonly empty: boolean }[],
): Combination | null {
  const count = (effect: OnMatch, empty: boolean): number =>
    loaded.filter(block => block.effect === effect && block.empty === empty).length;
  const include = count('include', false);
  const exclude = count('exclude', false);
  const emptyInclude = count('include', true);
  const emptyExclude = count('exclude', true);
  if (loaded.length === 0) return null;
  if (loaded.length === 1) {
    if (include + exclude === 0) return emptyInclude ? 'emptyInclude' : 'emptyExclude';
    return include ? 'include' : 'exclude';
  }
  if (include > 0) {
    if (exclude > 0) return 'includeAndExclude';
    return emptyExclude > 0 ? 'includeAndEmptyExclude' : 'twoIncludes';
  }
  if (emptyInclude === 0) return 'twoExcludes';
  return exclude + emptyExclude > 0 ? 'emptyIncludeAndExclude' : 'emptyInclude';
}

/** How the blocks of one event come together, by the names of the cases of the keyword `blocks`. */
export type Combination =
  | 'emptyInclude'
  | 'emptyExclude'
  | 'include'
  | 'exclude'
  | 'includeAndExclude'
  | 'includeAndEmptyExclude'
  | 'emptyIncludeAndExclude'
  | 'twoIncludes'
  | 'twoExcludes';

/**
 * The events of a tag that have all the fields that a block uses: what the block can be compiled to. All of
 * them where no event has all the fields, which is a mistake that is reported elsewhere.
 *
 * @param except an element that does not count, such as the one being typed
 */
export function compatibleEvents(
  tree: SyntaxTree,
  block: Node,
  tag: EventTag,
  except: Node,
): readonly EventDefinition[] {
  if (tag.events.length < 2) return tag.events;
  const used = new Set<string>();
  const collect = (parent: Node, deeper: boolean): void => {
    for (let node = tree.firstElement(parent); node !== NONE; node = tree.nextElement(node)) {
      if (node === except) continue;
      if (tag.fields.has(tree.name(node))) used.add(tree.name(node));
      else if (deeper) collect(node, false);
    }
  };
  collect(block, true);
  const compatible = tag.events.filter(event => {
    const own = new Set(event.fields.map(field => field.name));
    return [...used].every(field => own.has(field));
  });
  return compatible.length === 0 ? tag.events : compatible;
}
