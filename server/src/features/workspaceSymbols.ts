/** What of a configuration can be looked for by name from anywhere in a workspace. */
import { SymbolKind, type SymbolInformation } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { NONE } from '../syntax/index.ts';
import { effectOfBlock } from './blocks.ts';
import { nameOf } from './names.ts';
import { placedNodes, rangeOf } from './nodes.ts';

/** The blocks of a configuration, and its groups, Rules and fields that have a name; in file order. */
export function workspaceSymbols(parsed: ParsedDocument): SymbolInformation[] {
  if (!parsed.isSysmon) return [];
  const { tree, document } = parsed;
  const symbols: SymbolInformation[] = [];
  let container = '';
  placedNodes(parsed).forEach((placed, node) => {
    if (!placed || placed.kind === 'option') return;
    const add = (name: string, kind: SymbolKind): void => {
      const range = rangeOf(parsed, { start: tree.start(node), end: tree.startTagEnd(node) });
      symbols.push({
        name,
        kind,
        location: { uri: document.uri, range },
        ...(container !== '' && { containerName: container }),
      });
    };
    if (placed.kind === 'block') {
      const { block } = placed;
      const effect = effectOfBlock(parsed, block);
      const group = block.group
        ? nameOf(parsed, { kind: 'group', group: block.group }, block.group.node)
        : NONE;
      container = group === NONE ? '' : tree.attributeValue(group);
      const name = effect === null ? block.tag : `${block.tag} ${effect}`;
      add(name, SymbolKind.Event);
      container = name;
      return;
    }
    if (placed.kind === 'group') container = '';
    const attribute = nameOf(parsed, placed, node);
    const name = attribute === NONE ? '' : tree.attributeValue(attribute);
    if (name === '') return;
    const kinds = { group: SymbolKind.Namespace, rule: SymbolKind.Object, condition: SymbolKind.Field };
    add(name, kinds[placed.kind]);
  });
  return symbols;
}

/** Whether the characters of a query occur in a name in their order, whatever their case, as editors filter. */
export function fitsQuery(name: string, query: string): boolean {
  const lower = name.toLowerCase();
  let at = 0;
  for (const character of query.toLowerCase()) {
    if (character === ' ') continue;
    at = lower.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
