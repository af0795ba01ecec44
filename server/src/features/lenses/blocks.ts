import type { ParsedDocument } from '../../documents.ts';
import { blockRelation } from '../../loader/index.ts';
import type { EventBlock } from '../../model/index.ts';
import { outcomeOf, stateOf, termsOf, type BlockState } from '../blocks.ts';
import { countTerms } from '../hover/blockState.ts';
import { phrase, type Lookup } from '../lookup.ts';
import { lensAt, type LensProvider } from './lens.ts';

/** Above each block: its conditions, how they join, and what it does beside the other blocks of its event. */
export const blockLenses: LensProvider = {
  setting: 'blocks',
  provide: (parsed, known) =>
    parsed.configuration.blocks.map(block => {
      const { tree } = parsed;
      return lensAt(parsed, tree.start(block.node), tree.nameEnd(block.node), titleOf(parsed, known, block));
    }),
};

function titleOf(parsed: ParsedDocument, known: Lookup, block: EventBlock): string {
  const { conditions, rules } = termsOf(block);
  const counted = countTerms(known, conditions, rules) || phrase(known, 'lens.none');
  const relation = blockRelation(parsed.tree, parsed.declared, block.group);
  const terms =
    conditions + rules > 1 ? phrase(known, `lens.relation.${relation}`, { terms: counted }) : counted;
  const state = stateOf(parsed, block);
  const field = state.kind === 'dropped' ? state.field : '';
  return phrase(known, 'lens.meaning', {
    terms,
    meaning: phrase(known, meaningOf(parsed, block, state), { field }),
  });
}

/** The phrase that says what a block does. */
function meaningOf(parsed: ParsedDocument, block: EventBlock, state: BlockState): string {
  if (state.kind !== 'loaded') return `lens.${state.kind}`;
  const { effect, isEmpty } = state;
  const own = isEmpty ? (effect === 'include' ? 'emptyInclude' : 'emptyExclude') : effect;
  // Of a part of a configuration nobody knows what other parts have for the event.
  if (parsed.configuration.rootRole !== 'sysmon') return `lens.part.${own}`;
  const outcome = outcomeOf(parsed, block.tag);
  switch (outcome) {
    case 'includeAndExclude':
    case 'includeAndEmptyExclude':
    case 'twoIncludes':
      return `lens.${outcome}.${own}`;
    case null:
      return `lens.part.${own}`;
    default:
      return `lens.${outcome}`;
  }
}
