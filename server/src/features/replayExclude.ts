/**
 * An exclude for the events of one process, written so that all else means what it meant. Includes and excludes
 * of an event act together (the facts of `matching.md`): an exclude beside includes takes away from them, but a
 * second exclude block without an include would switch the event off.
 */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import {
  applyEdits,
  escapeText,
  indentationAt,
  insert,
  lineEndOf,
  replace,
  type Edit,
} from '../checks/fix.ts';
import { parseDocument, type ParsedDocument } from '../documents.ts';
import { loadDocument } from '../loadDocument.ts';
import type { Loaded, LoadedBlock } from '../loader/index.ts';
import { createEngine } from '../matching/engine.ts';
import type { Environment } from '../matching/environment.ts';
import { Flag, NONE, type Node } from '../syntax/index.ts';

export type Excluding =
  | { readonly edits: readonly TextEdit[] }
  /** Why not, in a sentence. */
  | { readonly refused: string };

/**
 * @param field the event's field that names the process
 * @param process its value in the events
 */
export function excludeProcess(
  parsed: ParsedDocument,
  loaded: Loaded,
  eventId: number,
  field: string,
  process: string,
  environment: Environment,
): Excluding {
  const event = parsed.schemas.newest.eventsById.get(eventId);
  if (!loaded.accepted)
    return { refused: 'Sysmon refuses this configuration as it is; put that right first.' };
  if (!event?.tag) return { refused: 'This event cannot be filtered: Sysmon always writes it.' };
  if (process === '-' || process === '') return { refused: 'These events name no process.' };
  // In a value, `%NAME%` would be read as a variable.
  if (/%[^%]+%/.test(process)) return { refused: 'The path holds a %VARIABLE%, which Sysmon would replace.' };
  const blocks = loaded.blocks.filter(block => block.event === event.tag);
  const edit = edited(
    parsed,
    event.tag,
    blocks,
    `<${field} condition="is">${escapeText(process)}</${field}>`,
    field,
  );
  if (typeof edit === 'string') return { refused: edit };

  // What was written is judged before it is offered: the event must be gone, and every other block still be loaded.
  const text = applyEdits(parsed.text, [edit]);
  const { uri, languageId } = parsed.document;
  const after = parseDocument(TextDocument.create(uri, languageId, 0, text), parsed.schemas);
  const result = loadDocument(after);
  const verdict = createEngine(after, result, environment).judge(eventId, name =>
    name === field ? process : undefined,
  );
  if (!result.accepted || verdict.logged || result.blocks.length < loaded.blocks.length) {
    return { refused: `An exclude for this process cannot be added to ${event.tag} as the blocks stand.` };
  }
  const { document } = parsed;
  return {
    edits: [
      {
        range: { start: document.positionAt(edit.start), end: document.positionAt(edit.end) },
        newText: edit.text,
      },
    ],
  };
}

/** The edit, or why there is none. */
function edited(
  parsed: ParsedDocument,
  tag: string,
  blocks: readonly LoadedBlock[],
  condition: string,
  field: string,
): Edit | string {
  const excludes = blocks.filter(({ onmatch }) => onmatch === 'exclude');
  const fitting = excludes.filter(block => block.relation === 'or' || onlyField(block, field));
  const inFileOrder = [...fitting].sort((a, b) => a.source.node - b.source.node);
  const block = inFileOrder.at(-1);
  if (block) return intoBlock(parsed, block.source.node, condition);
  const includes = blocks.filter(({ onmatch }) => onmatch === 'include');
  if (excludes.length > 0 && includes.length === 0) {
    return `The exclude block of ${tag} wants all its conditions at once (AND), and a second exclude block would switch the event off. Put its conditions into a Rule of a block with groupRelation="or" first.`;
  }
  const last = [...blocks].sort((a, b) => a.source.node - b.source.node).at(-1);
  return newBlock(parsed, tag, last ?? null, condition);
}

/** Bare conditions on one field are alternatives in an AND block too. */
function onlyField({ conditions }: LoadedBlock, field: string): boolean {
  return (
    conditions.length > 0 &&
    conditions.every(condition => condition.rule === null && condition.field === field)
  );
}

/** Puts a condition behind what stands in a block. */
function intoBlock({ tree, text }: ParsedDocument, node: Node, condition: string): Edit {
  const margin = indentationAt(text, tree.start(node));
  const eol = text.includes('\n') ? lineEndOf(text) : '';
  const name = tree.name(node);
  if (tree.has(node, Flag.selfClosing)) {
    const end = tree.end(node);
    const slash = text.lastIndexOf('/', end);
    const inner = eol === '' ? condition : `${eol}${margin}  ${condition}${eol}${margin}`;
    return replace(slash, end, `>${inner}</${name}>`);
  }
  let last = NONE;
  for (let child = tree.firstChild(node); child !== NONE; child = tree.next(child)) last = child;
  if (last === NONE) {
    const inner = eol === '' ? condition : `${eol}${margin}  ${condition}${eol}${margin}`;
    return replace(tree.startTagEnd(node), tree.contentEnd(node), inner);
  }
  const own = eol === '' ? condition : `${eol}${indentationAt(text, tree.start(last))}${condition}`;
  return insert(tree.end(last), own);
}

/** Puts a new exclude block, in a RuleGroup of its own, behind another block of the event or at the end. */
function newBlock(
  { tree, text, configuration }: ParsedDocument,
  tag: string,
  after: LoadedBlock | null,
  condition: string,
): Edit | string {
  const eol = text.includes('\n') ? lineEndOf(text) : '';
  const block = (margin: string): string =>
    [
      `${margin}<RuleGroup name="" groupRelation="or">`,
      `${margin}  <${tag} onmatch="exclude">`,
      `${margin}    ${condition}`,
      `${margin}  </${tag}>`,
      `${margin}</RuleGroup>`,
    ].join(eol);
  if (after) {
    const node = after.source.group?.node ?? after.source.node;
    return insert(tree.end(node), eol + block(eol === '' ? '' : indentationAt(text, tree.start(node))));
  }
  const filtering = configuration.filterings.at(-1);
  if (filtering === undefined) return 'The configuration has no EventFiltering to put an exclude into.';
  const margin = eol === '' ? '' : indentationAt(text, tree.start(filtering));
  if (tree.has(filtering, Flag.selfClosing)) {
    const end = tree.end(filtering);
    const slash = text.lastIndexOf('/', end);
    return replace(slash, end, `>${eol}${block(`${margin}  `)}${eol}${margin}</${tree.name(filtering)}>`);
  }
  let last = NONE;
  for (let child = tree.firstChild(filtering); child !== NONE; child = tree.next(child)) last = child;
  if (last !== NONE)
    return insert(tree.end(last), eol + block(eol === '' ? '' : indentationAt(text, tree.start(last))));
  return replace(
    tree.startTagEnd(filtering),
    tree.contentEnd(filtering),
    `${eol}${block(`${margin}  `)}${eol}${margin}`,
  );
}
