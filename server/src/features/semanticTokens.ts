/** Semantic tokens: what a name is to Sysmon, and what the block that it stands in does. */
import type { ParsedDocument } from '../documents.ts';
import { linesOf, type Lines } from '../lines.ts';
import { CONDITIONS } from '../matching/conditions.ts';
import type { EventBlock } from '../model/index.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { NONE, type Attribute, type Node } from '../syntax/index.ts';
import { effectOfBlock } from './blocks.ts';
import { lookup, type Lookup } from './lookup.ts';
import { techniquesIn } from './names.ts';
import { endTagName, nodesIn, placedNodes, type Span } from './nodes.ts';

/** The legend. The extension's manifest declares the same names, and which colours they have without a theme. */
export const TOKEN_TYPES = [
  'sysmonEvent',
  'sysmonField',
  'sysmonCondition',
  'sysmonTechnique',
  'sysmonOption',
  'sysmonOnmatch',
] as const;
/** `dropped`: Sysmon does not load the block. `negated`: a condition that holds where its comparison does not. */
export const TOKEN_MODIFIERS = ['include', 'exclude', 'dropped', 'negated'] as const;

type TokenType = (typeof TOKEN_TYPES)[number];

const TYPE = Object.fromEntries(TOKEN_TYPES.map((name, index) => [name, index])) as Record<TokenType, number>;
const INCLUDE = 1;
const EXCLUDE = 2;
const DROPPED = 4;
const NEGATED = 8;

/** Numbers of a token: line, character, length, type, modifiers. */
export const TOKEN_WIDTH = 5;

/**
 * The tokens of a document, or of those of its elements that a span touches, in the order of the text:
 * `TOKEN_WIDTH` numbers each, none of them relative.
 */
export function semanticTokens(parsed: ParsedDocument, knowledge: Knowledge, span?: Span): number[] {
  if (!parsed.isSysmon) return [];
  const walk = new Walk(parsed, lookup(knowledge));
  walk.run(span ?? { start: 0, end: parsed.text.length + 1 });
  return walk.tokens;
}

class Walk {
  readonly tokens: number[] = [];
  private readonly lines: Lines;
  private readonly hasReturns: boolean;
  private line = 0;
  private lineStart = 0;
  private lineEnd = -1;
  /** The elements that are open, the innermost last, with what their names are. */
  private readonly open: { readonly node: Node; readonly type: TokenType; readonly modifiers: number }[] = [];

  constructor(
    private readonly parsed: ParsedDocument,
    private readonly known: Lookup,
  ) {
    this.lines = linesOf(parsed);
    this.hasReturns = parsed.text.includes('\r');
  }

  run(span: Span): void {
    const { tree } = this.parsed;
    const placed = placedNodes(this.parsed);
    let modifiers = 0;
    for (const node of nodesIn(tree, span)) {
      this.close(tree.start(node));
      const item = placed[node];
      if (!item) continue;
      switch (item.kind) {
        case 'option':
          this.element(node, 'sysmonOption', 0);
          break;
        case 'group':
          this.techniques(tree.attribute(node, 'name'), 0);
          break;
        case 'block':
          modifiers = this.modifiersOf(item.block);
          this.element(node, 'sysmonEvent', modifiers);
          for (let a = tree.firstAttribute(node); a < tree.attributesEnd(node); a++) {
            if (['onmatch', 'default'].includes(tree.attributeName(a)))
              this.value(a, 'sysmonOnmatch', modifiers);
          }
          break;
        case 'rule':
          this.techniques(tree.attribute(node, 'name'), modifiers);
          break;
        case 'condition':
          this.element(node, 'sysmonField', modifiers);
          // In the order of the text.
          if (item.name < item.condition) {
            this.techniques(item.name, modifiers);
            this.conditionName(item.condition, modifiers);
          } else {
            this.conditionName(item.condition, modifiers);
            this.techniques(item.name, modifiers);
          }
          break;
      }
    }
    this.close(span.end);
  }

  private modifiersOf(block: EventBlock): number {
    switch (effectOfBlock(this.parsed, block)) {
      case 'include':
        return INCLUDE;
      case 'exclude':
        return EXCLUDE;
      case null:
        return DROPPED;
    }
  }

  private element(node: Node, type: TokenType, modifiers: number): void {
    const { tree } = this.parsed;
    this.add(tree.nameStart(node), tree.nameEnd(node), type, modifiers);
    this.open.push({ node, type, modifiers });
  }

  /** Gives the end tags that stand before an offset. */
  private close(before: number): void {
    const { tree } = this.parsed;
    for (let last = this.open.at(-1); last && tree.end(last.node) <= before; last = this.open.at(-1)) {
      this.open.pop();
      const name = endTagName(tree, last.node);
      if (name) this.add(name.start, name.end, last.type, last.modifiers);
    }
  }

  private conditionName(attribute: Attribute, modifiers: number): void {
    if (attribute === NONE) return;
    const { tree, text } = this.parsed;
    const name = text.slice(tree.valueStart(attribute), tree.valueEnd(attribute)).toLowerCase();
    const negated = CONDITIONS.get(name)?.negated ? NEGATED : 0;
    this.value(attribute, 'sysmonCondition', modifiers | negated);
  }

  private value(attribute: Attribute, type: TokenType, modifiers: number): void {
    if (attribute === NONE) return;
    const { tree } = this.parsed;
    const start = tree.valueStart(attribute);
    if (start !== NONE) this.add(start, tree.valueEnd(attribute), type, modifiers);
  }

  private techniques(attribute: Attribute, modifiers: number): void {
    if (attribute === NONE) return;
    const { tree, text } = this.parsed;
    const from = tree.valueStart(attribute);
    if (from === NONE) return;
    for (const { start, end } of techniquesIn(this.known, text.slice(from, tree.valueEnd(attribute)), from)) {
      this.add(start, end, 'sysmonTechnique', modifiers);
    }
  }

  private add(start: number, end: number, type: TokenType, modifiers: number): void {
    this.goTo(start);
    const length = end - start;
    // A token is on one line; a value that is not is no condition anyway.
    if (length <= 0 || end > this.lineEnd) return;
    this.tokens.push(this.line, start - this.lineStart, length, TYPE[type], modifiers);
  }

  /** Makes the line of an offset the current one. Tokens come in their order, mostly several of a line. */
  private goTo(offset: number): void {
    if (this.lineStart <= offset && offset <= this.lineEnd) return;
    const { text } = this.parsed;
    this.line = this.lines.lineAt(offset);
    this.lineStart = offset - this.lines.positionAt(offset).character;
    const end = text.indexOf('\n', offset);
    this.lineEnd = end < 0 ? text.length : end;
    if (!this.hasReturns) return;
    const returned = text.indexOf('\r', offset);
    if (returned >= 0 && returned < this.lineEnd) this.lineEnd = returned;
  }
}
