import type { ProblemData } from '../../loader/index.ts';
import { fold } from '../../matching/conditions.ts';
import { linesOf } from '../../lines.ts';
import { Flag, NONE, type Node, type SyntaxTree } from '../../syntax/index.ts';
import {
  valueRange,
  type Advice,
  type AdviceReport,
  type DataOnDemand,
  type JudgedCondition,
} from '../advice.ts';
import type { CheckContext, Facts } from '../check.ts';
import {
  applyEdits,
  escapeText,
  indentationAt,
  lineEndOf,
  replace,
  setAttribute,
  setContent,
  removeElement,
  type Edit,
  type Fix,
} from '../fix.ts';

/** The range of an item; that of the whole value where its place in the text is not known. */
export function itemRange(
  { parsed }: Advice,
  condition: JudgedCondition,
  index: number,
): [start: number, end: number] {
  const { start, verbatim, hasSemicolons } = condition;
  if (!hasSemicolons || !verbatim) return valueRange(parsed, condition);
  const { itemsAsWritten: items } = condition;
  const from = start + items.slice(0, index).reduce((sum, item) => sum + item.length + 1, 0);
  const to = from + items[index]!.length;
  return from < to ? [from, to] : valueRange(parsed, condition);
}

/** What every problem of a value comes with. */
export function dataOf({ loaded, value, meaning }: JudgedCondition): Record<string, string | number> {
  return {
    node: loaded.source.node,
    field: loaded.field,
    condition: loaded.condition,
    value,
    list: String(meaning.list),
    every: String(meaning.every),
    alternatives: String(hasAlternatives(loaded)),
  };
}

/**
 * Other conditions on the same field that stand beside this one are alternatives to it: always outside of
 * a Rule, since there even an AND block joins conditions on one field by OR.
 */
function hasAlternatives({ rule }: JudgedCondition['loaded']): boolean {
  return !rule || rule.relation === 'or';
}

/**
 * Reports a condition for those of its items that are wrong: at the item where there is one, at the whole
 * value where there are more. In a list of which one item is enough the others may still be right.
 *
 * @param isWrong gets an item as it is written
 * @param data what the problem comes with beside `dataOf`, `wrong` (the wrong items) and `indices`
 */
export function reportItems(
  advice: Advice,
  condition: JudgedCondition,
  isWrong: (item: string, index: number) => boolean,
  report: AdviceReport,
  data: ProblemData = NOTHING_MORE,
): void {
  // Most values are no list, and most are right, so those two cases take no array.
  if (!condition.hasSemicolons) {
    if (isWrong(condition.value, 0)) tell(advice, condition, [0], report, data);
    return;
  }
  const indices: number[] = [];
  condition.itemsAsWritten.forEach((item, index) => {
    if (isWrong(item, index)) indices.push(index);
  });
  if (indices.length > 0) tell(advice, condition, indices, report, data);
}

const NOTHING_MORE: ProblemData = {};

function tell(
  advice: Advice,
  condition: JudgedCondition,
  indices: readonly number[],
  report: AdviceReport,
  data: ProblemData,
): void {
  const [start, end] =
    indices.length === 1 ? itemRange(advice, condition, indices[0]!) : valueRange(advice.parsed, condition);
  report(start, end, new WrongItems(condition, indices, data));
}

/** What a problem of some items comes with. */
class WrongItems implements DataOnDemand {
  constructor(
    private readonly condition: JudgedCondition,
    private readonly indices: readonly number[],
    private readonly more: ProblemData,
  ) {}

  toData(): ProblemData {
    const { condition, indices, more } = this;
    const { itemsAsWritten } = condition;
    const wrong = indices.map(index => itemsAsWritten[index]!);
    return Object.assign(dataOf(condition), { wrong, indices: indices.map(String) }, more);
  }
}

/** The number of the line that an offset is in, as people count. */
export function lineAt({ parsed }: CheckContext, offset: number): number {
  return linesOf(parsed).lineAt(offset) + 1;
}

/** How a message calls what is wrong: `“a”`, or `“a”, “b” and 3 others`. */
export function quoteAll(items: readonly string[]): string {
  const shown = items.slice(0, MOST_SHOWN).map(quote);
  const more = items.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2
    ? shown.join('')
    : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

/** A value in a message: on one line, and cut where it is long. */
export function quote(value: string): string {
  // Most values need not be changed, and to ask takes half the time of trying.
  const line = BREAK.test(value) ? value.replace(/[\r\n\t]/g, ' ') : value;
  return `“${line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line}”`;
}

const BREAK = /[\r\n\t]/;
const MOST_SHOWN = 3;
const LONGEST = 60;

/** What becomes of a condition whose items cannot compare, as the end of a sentence. */
export function consequence(facts: Facts): string {
  if (facts.text('list') === 'true' && facts.text('every') === 'false') {
    const [wrong, all] = [facts.list('wrong').length, facts.text('value').split(';').length];
    if (wrong < all) return wrong === 1 ? 'this item never matches' : 'these items never match';
  }
  return 'this condition never matches';
}

/** The value with some items of its list changed. */
export function withItems(facts: Facts, change: (item: string) => string): string {
  const indices = new Set(facts.list('indices').map(Number));
  if (facts.text('list') !== 'true') return change(facts.text('value'));
  return facts
    .text('value')
    .split(';')
    .map((item, index) => (indices.has(index) ? change(item) : item))
    .join(';');
}

/**
 * What a fix does that gives a condition another value, and another name where it is given. Where the same
 * condition stands beside it already there would be two, so that this one goes.
 */
export function changed(
  { parsed: { tree } }: CheckContext,
  facts: Facts,
  title: string,
  value: string,
  condition?: string,
): Pick<Fix, 'title' | 'edits'> {
  const node = facts.number('node');
  const becomes = condition ?? facts.text('condition');
  if (facts.text('alternatives') === 'true' && hasTwin(tree, node, becomes, value)) {
    const same = `${becomes} ${quote(value)}`;
    return { title: `Delete it: ${same} stands beside it`, edits: [removeElement(tree, node)] };
  }
  return { title, edits: editsOf(tree, node, value, condition) };
}

/** Gives a condition another value, and another name where it is given, whatever stands beside it. */
export function rewrite({ parsed }: CheckContext, facts: Facts, value: string, condition?: string): Edit[] {
  return editsOf(parsed.tree, facts.number('node'), value, condition);
}

/** Another element beside this one says the same of the same field. */
function hasTwin(tree: SyntaxTree, node: Node, condition: string, value: string): boolean {
  const folded = fold(value);
  for (let other = tree.firstElement(tree.parent(node)); other !== NONE; other = tree.nextElement(other)) {
    if (other === node || tree.nameId(other) !== tree.nameId(node)) continue;
    const attribute = tree.attribute(other, 'condition');
    const own = (attribute === NONE ? '' : tree.attributeValue(attribute)).toLowerCase() || 'is';
    if (own === condition && fold(tree.content(other)) === folded) return true;
  }
  return false;
}

function editsOf(tree: SyntaxTree, node: Node, value: string, condition?: string): Edit[] {
  const edits = value === tree.content(node) ? [] : [setValue(tree, node, value)];
  return condition === undefined ? edits : [setAttribute(tree, node, 'condition', condition), ...edits];
}

/** An element without an end tag gets one. */
function setValue(tree: SyntaxTree, node: Node, value: string): Edit {
  if (!tree.has(node, Flag.selfClosing)) return setContent(tree, node, value);
  const end = tree.end(node);
  const slash = tree.text.lastIndexOf('/', end);
  return replace(slash, end, `>${escapeText(value)}</${tree.name(node)}>`);
}

/** A condition of its own, as a part of what one condition is split into. */
export interface Part {
  readonly condition: string;
  readonly value: string;
}

/** Puts several conditions in the place of one, on lines of their own where the one stands on its own. */
export function split({ parsed }: CheckContext, facts: Facts, parts: readonly Part[]): Edit[] {
  const { tree, text } = parsed;
  const node = facts.number('node');
  const start = tree.start(node);
  const end = tree.end(node);
  const between = gapBefore(text, start);
  const clones = parts.map(({ condition, value }) =>
    elementWith(tree, node, editsOf(tree, node, value, condition)),
  );
  return [{ start, end, text: clones.join(between) }];
}

/** The text of an element with edits made inside of it. */
export function elementWith(tree: SyntaxTree, node: Node, edits: readonly Edit[]): string {
  const from = tree.start(node);
  const shifted = edits.map(edit => ({ ...edit, start: edit.start - from, end: edit.end - from }));
  return applyEdits(tree.text.slice(from, tree.end(node)), shifted);
}

/** What parts an element from the one before it: a new line as far in, or nothing where both share a line. */
export function gapBefore(text: string, start: number): string {
  const margin = indentationAt(text, start);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return lineStart + margin.length === start ? `${lineEndOf(text)}${margin}` : '';
}

/** Conditions are not offered that the declared version does not list, although Sysmon would take them. */
export function isDeclared({ parsed }: CheckContext, condition: string): boolean {
  return parsed.declared.schema.conditions.includes(condition);
}
