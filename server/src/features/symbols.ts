import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import type { Condition, EventBlock, Rule, RuleGroup } from '../model/index.ts';
import { NONE, type Node } from '../syntax/index.ts';
import { sections, type Section } from './sections.ts';
import { rangeOf } from './nodes.ts';

/** An outline of more than this helps nobody, and takes an editor long to show. */
export const MAX_SYMBOLS = 5000;

/** The outline of a document, and whether it was cut at `MAX_SYMBOLS`. */
export interface Outline {
  readonly symbols: DocumentSymbol[];
  readonly isCut: boolean;
}

/**
 * The outline: options, groups, event blocks with what they do and how much is in them, and in a block its
 * sections, rules and the conditions that have a name. A RuleGroup that has no name and holds one block is no step
 * of its own. Of a document with too much, the blocks come first and then what is in them, in the order of the file.
 */
export function outline(parsed: ParsedDocument): Outline {
  if (!parsed.isSysmon) return { symbols: [], isCut: false };
  return new OutlineBuilder(parsed).build();
}

const LONGEST_TEXT = 100;

class OutlineBuilder {
  private room = MAX_SYMBOLS;
  private isCut = false;
  private readonly sectionsIn = new Map<Node, Section[]>();

  constructor(private readonly parsed: ParsedDocument) {}

  build(): Outline {
    const { configuration, tree } = this.parsed;
    for (const section of sections(tree)) {
      const parent = tree.parent(section.heading);
      const siblings = this.sectionsIn.get(parent);
      if (siblings) siblings.push(section);
      else this.sectionsIn.set(parent, [section]);
    }
    const items: { readonly node: Node; readonly symbol: DocumentSymbol }[] = [];
    const add = (node: Node, symbol: DocumentSymbol | null): void => {
      if (symbol) items.push({ node, symbol });
    };
    const bodies: (() => void)[] = [];
    for (const { node, name } of configuration.options) add(node, this.option(node, name));
    for (const group of configuration.groups) {
      const [only] = group.blocks;
      if (this.isPlain(group) && only) add(group.node, this.block(only, group.node, bodies));
      else add(group.node, this.group(group, bodies));
    }
    for (const block of configuration.blocks) {
      if (!block.group) add(block.node, this.block(block, block.node, bodies));
    }
    for (const fill of bodies) fill();
    items.sort((a, b) => a.node - b.node);
    return { symbols: items.map(({ symbol }) => symbol), isCut: this.isCut };
  }

  /** Makes a symbol, unless there are enough of them. */
  private symbol(
    name: string,
    detail: string,
    kind: SymbolKind,
    node: Node,
    selected: Node = node,
  ): DocumentSymbol | null {
    if (this.room === 0) {
      this.isCut = true;
      return null;
    }
    this.room--;
    const { tree } = this.parsed;
    return {
      // An empty name is not allowed.
      name: name.trim() === '' ? tree.name(node) : short(name),
      detail: short(detail),
      kind,
      range: rangeOf(this.parsed, { start: tree.start(node), end: tree.end(node) }),
      selectionRange: rangeOf(this.parsed, { start: tree.nameStart(selected), end: tree.nameEnd(selected) }),
      children: [],
    };
  }

  private option(node: Node, name: string): DocumentSymbol | null {
    return this.symbol(name, this.parsed.tree.content(node).trim(), SymbolKind.Property, node);
  }

  private isPlain({ node, blocks }: RuleGroup): boolean {
    return blocks.length === 1 && this.nameOf(node).trim() === '';
  }

  private group(group: RuleGroup, bodies: (() => void)[]): DocumentSymbol | null {
    const { tree } = this.parsed;
    const relation = tree.attribute(group.node, 'groupRelation');
    const symbol = this.symbol(
      readableName(this.nameOf(group.node)) || 'RuleGroup',
      relation === NONE ? '' : tree.attributeValue(relation),
      SymbolKind.Namespace,
      group.node,
    );
    for (const block of group.blocks) {
      const child = this.block(block, block.node, bodies);
      if (child) symbol?.children?.push(child);
    }
    return symbol;
  }

  private block(block: EventBlock, node: Node, bodies: (() => void)[]): DocumentSymbol | null {
    const { tree } = this.parsed;
    const onmatch = tree.attribute(block.node, 'onmatch');
    const byDefault = tree.attribute(block.node, 'default');
    const what =
      onmatch !== NONE
        ? ` · ${tree.enumeratedValue(onmatch)}`
        : byDefault !== NONE
          ? ` · default ${tree.enumeratedValue(byDefault)}`
          : '';
    const count = block.items.reduce(
      (sum, item) => sum + (item.kind === 'rule' ? item.conditions.length : 1),
      0,
    );
    const symbol = this.symbol(`${block.tag}${what}`, counted(count), SymbolKind.Event, node, block.node);
    if (symbol) bodies.push(() => this.fill(block, symbol));
    return symbol;
  }

  /** Adds what is in a block, below the section in which it stands. */
  private fill(block: EventBlock, symbol: DocumentSymbol): void {
    const { tree } = this.parsed;
    const headings = this.sectionsIn.get(block.node) ?? [];
    const open: { readonly end: number; readonly children: DocumentSymbol[] }[] = [];
    let next = 0;
    const childrenAt = (offset: number): DocumentSymbol[] => {
      while (open.length > 0 && open[open.length - 1]!.end <= offset) open.pop();
      return open[open.length - 1]?.children ?? symbol.children!;
    };
    const openSections = (limit: number): void => {
      for (; next < headings.length && headings[next]!.start < limit; next++) {
        const { heading, title, start, end } = headings[next]!;
        const parent = childrenAt(start);
        const section = this.symbol(title, '', SymbolKind.String, heading);
        if (!section) return;
        section.range = rangeOf(this.parsed, { start, end });
        section.selectionRange = rangeOf(this.parsed, { start, end: tree.end(heading) });
        parent.push(section);
        open.push({ end, children: section.children! });
      }
    };
    for (const item of block.items) {
      openSections(tree.start(item.node));
      const child = item.kind === 'rule' ? this.rule(item) : this.condition(item);
      if (child) childrenAt(tree.start(item.node)).push(child);
    }
    openSections(tree.end(block.node));
  }

  private rule(rule: Rule): DocumentSymbol | null {
    const { tree } = this.parsed;
    const relation = tree.attribute(rule.node, 'groupRelation');
    const joined = relation === NONE ? 'or' : tree.enumeratedValue(relation).toLowerCase();
    const symbol = this.symbol(
      readableName(this.nameOf(rule.node)) || 'Rule',
      `${joined} · ${counted(rule.conditions.length)}`,
      SymbolKind.Object,
      rule.node,
    );
    for (const condition of rule.conditions) {
      const child = this.condition(condition);
      if (child) symbol?.children?.push(child);
    }
    return symbol;
  }

  /** A condition that has a name; thousands that have none would hide everything else. */
  private condition({ node, field, name, condition }: Condition): DocumentSymbol | null {
    const { tree } = this.parsed;
    const text = name === NONE ? '' : tree.attributeValue(name).trim();
    if (text === '') return null;
    const how = condition === NONE ? 'is' : tree.attributeValue(condition);
    return this.symbol(
      readableName(text),
      `${field} ${how} ${tree.content(node).trim()}`,
      SymbolKind.Field,
      node,
    );
  }

  private nameOf(node: Node): string {
    const { tree } = this.parsed;
    const name = tree.attribute(node, 'name');
    return name === NONE ? '' : tree.attributeValue(name);
  }
}

/** `technique_id=T1059,technique_name=Command and Scripting Interpreter` as a person would say it. */
function readableName(name: string): string {
  const id = /\btechnique_id\s*=\s*([^,;|]+)/i.exec(name)?.[1];
  const title = /\btechnique_name\s*=\s*([^,;|]+)/i.exec(name)?.[1];
  return id === undefined || title === undefined ? name : `${id.trim()} ${title.trim()}`;
}

function counted(count: number): string {
  return count === 1 ? '1 condition' : `${count} conditions`;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}
