/** Refactorings: other ways to write a block, of which most mean the same; each says beforehand if it does not. */
import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CodeAction,
  type CodeActionContext,
  type Range,
} from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { loadedOf } from '../loadDocument.ts';
import type { LoadedCondition } from '../loader/index.ts';
import type { Condition, EventBlock } from '../model/index.ts';
import type { Knowledge } from '../schema/knowledge.ts';
import { Flag, NONE, type Node } from '../syntax/index.ts';
import { toTextEdits } from './codeActions.ts';
import { eventBlockOf } from './blocks.ts';
import type { Span } from './nodes.ts';
import { lookup, phrase } from './lookup.ts';
import { moveBlocks } from './refactor/groups.ts';
import { joinLists, splitList } from './refactor/lists.ts';
import { convertOnmatch } from './refactor/onmatch.ts';
import { changeBy } from './refactor/proof.ts';
import type { Refactoring, Request } from './refactor/refactoring.ts';
import { extractRules } from './refactor/rules.ts';
import { sortConditions } from './refactor/sort.ts';

const ALL: readonly ((request: Request) => Refactoring[])[] = [
  joinLists,
  extractRules,
  splitList,
  moveBlocks,
  sortConditions,
  convertOnmatch,
];

const KINDS = {
  extract: CodeActionKind.RefactorExtract,
  inline: CodeActionKind.RefactorInline,
  rewrite: CodeActionKind.RefactorRewrite,
} as const;

/** Trying a change means reading the text with it; larger ones rest on what is known of the refactoring. */
const MOST_TRIED = 1_000_000;

/** The refactorings for what is selected, or for where the cursor is. */
export function refactorings(
  parsed: ParsedDocument,
  range: Range,
  knowledge: Knowledge,
  context: CodeActionContext,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    !context.only || context.only.some(only => kind === only || kind.startsWith(`${only}.`));
  if (!parsed.isSysmon || !Object.values(KINDS).some(wants)) return [];
  const { document } = parsed;
  const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const isPlace = span.start === span.end;
  // An editor asks at each move of the cursor whether there is something; what means the same is no reason to say so.
  if (isPlace && context.triggerKind === CodeActionTriggerKind.Automatic) return [];
  const request = requestFor(parsed, span, knowledge);
  if (!request) return [];
  return ALL.flatMap(give => give(request)).flatMap(refactoring => {
    const kind = KINDS[refactoring.kind];
    const title = wants(kind) ? titleOf(request, refactoring) : null;
    if (title === null) return [];
    return [{ title, kind, edit: { changes: { [document.uri]: toTextEdits(document, refactoring.edits) } } }];
  });
}

/** What a refactoring does and changes; null where Sysmon would refuse or drop something because of it. */
function titleOf(request: Request, { title, edits, change, why }: Refactoring): string | null {
  const { parsed, knowledge, block } = request;
  const tried =
    parsed.text.length > MOST_TRIED
      ? 'nothing'
      : changeBy(parsed, edits, block, knowledge.environment.variables);
  if (tried === 'refused') return null;
  const known = lookup(knowledge);
  if (change === 'logged' || tried === 'logged') {
    const told = phrase(known, why === undefined ? 'refactor.logged' : 'refactor.loggedBecause', {
      why: why ?? '',
    });
    return `${title} (${told})`;
  }
  return change === 'names' || tried === 'names' ? `${title} (${phrase(known, 'refactor.names')})` : title;
}

/** The block that a span of the text is in, with what is selected of it; null where Sysmon loads no block there. */
function requestFor(parsed: ParsedDocument, span: Span, knowledge: Knowledge): Request | null {
  const { tree, configuration } = parsed;
  const start = firstNode(parsed, span);
  const node = eventBlockOf(parsed, start);
  if (node === NONE || tree.end(node) < span.end || isDamaged(parsed, node)) return null;
  const source = configuration.blocks.find(each => each.node === node);
  const { blocks } = loadedOf(parsed);
  const block = blocks.find(each => each.source === source);
  if (!source || !block) return null;
  const loadedBy = new Map(
    blocks
      .filter(({ event }) => event === block.event)
      .flatMap(({ conditions }) => conditions.map(each => [each.source, each] as const)),
  );
  const isPlace = span.start === span.end;
  return {
    parsed,
    knowledge,
    block,
    source,
    loadedBy,
    selected: selectedIn(parsed, source, loadedBy, span),
    isPlace,
    isOnBlock: isPlace && span.start <= tree.startTagEnd(node),
  };
}

/** The element that a selection begins in; the first one in it, where it begins before that. */
function firstNode({ tree, text }: ParsedDocument, { start, end }: Span): Node {
  let from = start;
  while (from < end && /\s/.test(text.charAt(from))) from++;
  return tree.nodeAt(from);
}

function isDamaged({ tree }: ParsedDocument, block: Node): boolean {
  for (let node = block; node < tree.nodeCount && tree.start(node) < tree.end(block); node++) {
    if (tree.has(node, Flag.damaged)) return true;
  }
  return tree.endTagStart(block) === NONE;
}

function selectedIn(
  parsed: ParsedDocument,
  block: EventBlock,
  loadedBy: ReadonlyMap<Condition, LoadedCondition>,
  { start, end }: Span,
): LoadedCondition[] {
  const { tree } = parsed;
  const touches = (node: Node): boolean =>
    start === end
      ? tree.start(node) <= start && start <= tree.end(node)
      : tree.start(node) < end && start < tree.end(node);
  const items = block.items.filter(({ node }) => touches(node));
  const [only] = items;
  const chosen =
    items.length === 1 && only?.kind === 'rule' ? only.conditions.filter(({ node }) => touches(node)) : items;
  const loaded = chosen.map(item => (item.kind === 'condition' ? loadedBy.get(item) : undefined));
  return loaded.every(each => each !== undefined) ? loaded : [];
}
