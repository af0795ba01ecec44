/** Where in the tree a problem is, and what stands there. */
import type { ParsedDocument } from '../documents.ts';
import { GROUP_RELATIONS, ONMATCH_VALUES } from '../loader/structure.ts';
import { readSchemaversion } from '../loader/schemaversion.ts';
import { roleAt, type Role } from '../model/index.ts';
import { Flag, NONE, type Attribute, type Node, type SyntaxTree } from '../syntax/index.ts';

/** The innermost element that an offset is in, `NONE` outside of all. */
export function elementAt(tree: SyntaxTree, offset: number): Node {
  let node = tree.nodeAt(offset);
  while (node > 0 && !tree.isElement(node)) node = tree.parent(node);
  return node > 0 ? node : NONE;
}

/** The attribute in whose name or value an offset is, `NONE` where it is in none. */
export function attributeAt(tree: SyntaxTree, offset: number): Attribute {
  const node = elementAt(tree, offset);
  if (node === NONE) return NONE;
  for (let a = tree.firstAttribute(node); a < tree.attributesEnd(node); a++) {
    if (tree.attributeNameStart(a) <= offset && offset <= tree.attributeEnd(a)) return a;
  }
  return NONE;
}

export function roleOfNode({ tree, schemas }: ParsedDocument, node: Node): Role {
  return node === NONE ? 'unknown' : roleAt(tree, node, schemas.known);
}

/** Whether a tag can have a name: that of a field, an event, an option or a part of every configuration. */
export function isKnownName({ schemas: { known } }: ParsedDocument, name: string): boolean {
  return (
    known.isField(name) ||
    known.isTag(name) ||
    known.firstWithOption(name) !== undefined ||
    ['Sysmon', 'EventFiltering', 'RuleGroup', 'Rule'].includes(name)
  );
}

/** Whether text may stand in an element: it is a field or an option. */
export function holdsText(parsed: ParsedDocument, node: Node): boolean {
  const role = roleOfNode(parsed, node);
  return role === 'condition' || role === 'option';
}

/** The start tag of an element was read without a guess. */
export function isTagSound(tree: SyntaxTree, node: Node): boolean {
  if (!tree.has(node, Flag.damaged)) return true;
  const start = tree.start(node);
  const end = tree.startTagEnd(node);
  return !tree.errors.some(
    error => error.code !== 'xml-missing-end-tag' && error.start >= start && error.start < end,
  );
}

/** Whether all errors in the start tag around an offset are of one kind, so that one cannot be the cause of another. */
export function isOnlyKindInTag(tree: SyntaxTree, offset: number, code: string): boolean {
  const node = elementAt(tree, offset);
  if (node === NONE) return false;
  const start = tree.start(node);
  const end = tree.startTagEnd(node);
  return !tree.errors.some(
    error =>
      error.code !== code &&
      error.code !== 'xml-missing-end-tag' &&
      error.start >= start &&
      error.start < end,
  );
}

/** The attribute that an element of a role would have with a value, null where the value says nothing. */
export function attributeForValue(value: string, role: Role, { schemas }: ParsedDocument): string | null {
  switch (role) {
    case 'condition':
      return schemas.newest.conditions.includes(value.toLowerCase()) ? 'condition' : null;
    case 'block':
      return ONMATCH_VALUES.includes(value) ? 'onmatch' : null;
    case 'group':
    case 'rule':
      return GROUP_RELATIONS.includes(value) ? 'groupRelation' : null;
    case 'sysmon':
      return readSchemaversion(value).kind === 'number' ? 'schemaversion' : null;
    case 'filtering':
    case 'option':
    case 'unknown':
      return null;
  }
}

/** Values that an attribute can have, likeliest first; none where it is free text. */
export function likelyValues(name: string, { schemas }: ParsedDocument): readonly string[] {
  switch (name) {
    case 'onmatch':
    case 'default':
      return ONMATCH_VALUES;
    case 'groupRelation':
      return ['or', 'and'];
    case 'condition':
      return ['is'];
    case 'schemaversion':
      return [schemas.newest.version];
    default:
      return [];
  }
}
