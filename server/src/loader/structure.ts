/**
 * What Sysmon's loader checks with a DTD that it makes from the manifest of the declared version: which
 * elements and attributes may stand where. All that is found here makes Sysmon refuse the file.
 */
import {
  FILTERING,
  GROUP,
  ROOT,
  RULE,
  type Condition,
  type Configuration,
  type EventBlock,
  type Role,
  type Rule,
} from '../model/index.ts';
import type { DeclaredSchema, SchemaContext } from '../schema/context.ts';
import type { EventTag } from '../schema/schema.ts';
import { askedOnce, Flag, Kind, NONE, type Attribute, type Node, type SyntaxTree } from '../syntax/index.ts';
import { decodeReferences } from '../syntax/references.ts';
import { checkOptionElement } from './optionElements.ts';
import type { Report } from './problems.ts';

/** The attributes that an element of each role may have. */
export const ATTRIBUTES: Readonly<Record<Role, readonly string[]>> = {
  sysmon: ['schemaversion'],
  filtering: [],
  group: ['name', 'groupRelation'],
  block: ['onmatch', 'default'],
  rule: ['name', 'groupRelation'],
  condition: ['condition', 'name'],
  option: [],
  unknown: [],
};

export const ONMATCH_VALUES: readonly string[] = ['include', 'exclude'];
export const GROUP_RELATIONS: readonly string[] = ['and', 'or'];

/**
 * Reports what does not fit the structure that the declared version allows.
 *
 * @returns the elements that were found wrong themselves, so that nothing more is said of them
 */
export function checkStructure(
  configuration: Configuration,
  schemas: SchemaContext,
  declared: DeclaredSchema,
  report: Report,
): ReadonlySet<Node> {
  const refused = new Set<Node>();
  const { tree, root } = configuration;
  for (let node = tree.firstChild(0); node !== NONE; node = tree.next(node)) {
    if (tree.kind(node) === Kind.doctype) report('doctype', tree.start(node), tree.end(node));
  }
  if (root === NONE) return refused;
  if (tree.name(root) !== ROOT) {
    report('root-not-sysmon', tree.nameStart(root), tree.nameEnd(root), { name: tree.name(root) });
  }
  if (configuration.rootRole === 'sysmon') checkContainer(configuration, root, 'sysmon', report);
  for (const { node, role, parentRole } of configuration.misplaced) {
    refused.add(node);
    report('misplaced-element', tree.nameStart(node), tree.nameEnd(node), {
      name: tree.name(node),
      role,
      parent: tree.name(tree.parent(node)),
      parentRole,
    });
  }
  for (const option of configuration.options)
    checkOptionElement(configuration, option, schemas, declared, report);
  for (const node of configuration.filterings) {
    checkSpelling(configuration, node, FILTERING, report);
    checkContainer(configuration, node, 'filtering', report);
  }
  for (const { node } of configuration.groups) checkGroup(configuration, node, report);
  const fields = fieldsOf(tree, declared);
  for (const block of configuration.blocks) {
    if (!refused.has(block.node))
      checkBlock(configuration, block, schemas, declared, fields, refused, report);
  }
  return refused;
}

/** Whether the name of a number is a field of an event; of any event where the event is null, and of none where it is not known. */
type FieldsOf = (tag: EventTag | null | undefined) => (nameId: number) => boolean;

function fieldsOf({ names }: SyntaxTree, declared: DeclaredSchema): FieldsOf {
  const known = new Map<EventTag | null | undefined, (nameId: number) => boolean>();
  return tag => {
    let isField = known.get(tag);
    if (!isField) {
      const fields = tag === null ? declared.schema.fields : tag?.fields;
      isField = askedOnce(names, name => !fields || fields.has(name));
      known.set(tag, isField);
    }
    return isField;
  };
}

function checkGroup(configuration: Configuration, node: Node, report: Report): void {
  const { tree } = configuration;
  checkSpelling(configuration, node, GROUP, report);
  checkContainer(configuration, node, 'group', report);
  const relation = tree.attribute(node, 'groupRelation');
  if (relation === NONE) {
    report('missing-group-relation', tree.nameStart(node), tree.nameEnd(node), { at: tree.nameEnd(node) });
  } else {
    checkEnumerated(configuration, relation, GROUP_RELATIONS, 'bad-group-relation', report);
  }
}

function checkBlock(
  configuration: Configuration,
  block: EventBlock,
  schemas: SchemaContext,
  declared: DeclaredSchema,
  fields: FieldsOf,
  refused: Set<Node>,
  report: Report,
): void {
  const { tree } = configuration;
  const { node } = block;
  checkContainer(configuration, node, 'block', report);
  for (const name of ATTRIBUTES.block) {
    const attribute = tree.attribute(node, name);
    if (attribute !== NONE) checkEnumerated(configuration, attribute, ONMATCH_VALUES, 'bad-onmatch', report);
  }
  const tag = declared.schema.tags.get(block.tag);
  if (!tag) reportUnknownEvent(configuration, block, schemas, declared, report);
  const isField = fields(tag);
  for (const item of block.items) {
    if (item.kind === 'condition')
      checkField(configuration, item, isField, schemas, declared, refused, report);
    else checkRule(configuration, item, schemas, declared, fields, refused, report);
  }
}

function checkRule(
  configuration: Configuration,
  rule: Rule,
  schemas: SchemaContext,
  declared: DeclaredSchema,
  fields: FieldsOf,
  refused: Set<Node>,
  report: Report,
): void {
  checkSpelling(configuration, rule.node, RULE, report);
  checkContainer(configuration, rule.node, 'rule', report);
  const isField = fields(null);
  for (const condition of rule.conditions) {
    checkField(configuration, condition, isField, schemas, declared, refused, report);
  }
}

/** @param isField whether the name of a number may stand there: a field of the event, or in a Rule of any event */
function checkField(
  configuration: Configuration,
  condition: Condition,
  isField: (nameId: number) => boolean,
  schemas: SchemaContext,
  declared: DeclaredSchema,
  refused: Set<Node>,
  report: Report,
): void {
  const { tree } = configuration;
  const { node, field } = condition;
  const known = (condition.condition === NONE ? 0 : 1) + (condition.name === NONE ? 0 : 1);
  if (tree.attributesEnd(node) - tree.firstAttribute(node) > known) {
    checkAttributes(configuration, node, 'condition', report);
  }
  const inside = tree.firstElement(node);
  if (inside !== NONE) {
    report('element-in-value', tree.nameStart(inside), tree.nameEnd(inside), {
      name: tree.name(inside),
      field,
    });
  }
  if (isField(tree.nameId(node))) return;
  refused.add(node);
  const event = condition.block.tag;
  const start = tree.nameStart(node);
  const end = tree.nameEnd(node);
  const first = schemas.known.firstWithField(event, field);
  if (first && first.number > declared.schema.number) {
    report('field-needs-version', start, end, { name: field, event, needs: first.version });
  } else if (declared.schema.fields.has(field)) {
    report('field-of-other-event', start, end, { name: field, event });
  } else {
    report('unknown-field', start, end, { name: field, event });
  }
}

function reportUnknownEvent(
  configuration: Configuration,
  block: EventBlock,
  schemas: SchemaContext,
  declared: DeclaredSchema,
  report: Report,
): void {
  const { tree } = configuration;
  const start = tree.nameStart(block.node);
  const end = tree.nameEnd(block.node);
  const first = schemas.known.firstWithEvent(block.tag);
  if (first && first.number > declared.schema.number) {
    report('event-needs-version', start, end, { name: block.tag, needs: first.version });
  } else {
    report('unknown-event', start, end, { name: block.tag });
  }
}

function checkSpelling(configuration: Configuration, node: Node, expected: string, report: Report): void {
  const { tree } = configuration;
  const name = tree.name(node);
  if (name !== expected)
    report('misspelt-element', tree.nameStart(node), tree.nameEnd(node), { name, expected });
}

/** Checks the attributes of an element that holds elements, and that nothing but blanks stands between those. */
function checkContainer(configuration: Configuration, node: Node, role: Role, report: Report): void {
  const { tree } = configuration;
  checkAttributes(configuration, node, role, report);
  if (!tree.has(node, Flag.hasText) && !tree.has(node, Flag.hasCdata)) return;
  let from = tree.startTagEnd(node);
  for (let child = tree.firstChild(node); ; child = tree.next(child)) {
    const end = child === NONE ? tree.contentEnd(node) : tree.start(child);
    checkGap(configuration, from, end, node, report);
    if (child === NONE) return;
    if (tree.kind(child) === Kind.cdata) {
      report('stray-cdata', tree.start(child), tree.end(child), { parent: tree.name(node) });
    }
    from = tree.end(child);
  }
}

/** Text between elements must be blank; a reference to a blank is one too. */
function checkGap(
  configuration: Configuration,
  start: number,
  end: number,
  parent: Node,
  report: Report,
): void {
  const { tree } = configuration;
  const raw = tree.text.slice(start, end);
  const leading = /^[ \t\r\n]*/.exec(raw)![0].length;
  if (leading === raw.length) return;
  if (/^[ \t\r\n]*$/.test(decodeReferences(tree.text, start, end))) return;
  const ink = raw.replace(/[ \t\r\n]+$/, '');
  const text = ink.slice(leading, leading + MAX_SHOWN);
  // A `<` by itself is a tag that is being typed, and the XML error says so.
  if (text === '<') return;
  report('stray-text', start + leading, start + ink.length, { text, parent: tree.name(parent) });
}

/** More of a text than this is not shown in a message. */
const MAX_SHOWN = 60;

export function checkAttributes(configuration: Configuration, node: Node, role: Role, report: Report): void {
  const { tree } = configuration;
  const allowed = ATTRIBUTES[role];
  const end = tree.attributesEnd(node);
  for (let a = tree.firstAttribute(node); a < end; a++) {
    const name = tree.attributeName(a);
    if (allowed.includes(name)) continue;
    report('unknown-attribute', tree.attributeNameStart(a), tree.attributeNameEnd(a), {
      name,
      element: tree.name(node),
      role,
    });
  }
}

function checkEnumerated(
  configuration: Configuration,
  attribute: Attribute,
  values: readonly string[],
  code: 'bad-onmatch' | 'bad-group-relation',
  report: Report,
): void {
  const { tree } = configuration;
  const value = tree.enumeratedValue(attribute);
  // An attribute without a value was reported as such.
  if (values.includes(value) || tree.valueStart(attribute) === NONE) return;
  const start = tree.valueStart(attribute);
  const end = tree.valueEnd(attribute);
  const empty = start === end;
  report(
    code,
    empty ? tree.attributeNameStart(attribute) : start,
    empty ? tree.attributeEnd(attribute) : end,
    {
      value,
      attribute: tree.attributeName(attribute),
      start,
      end,
    },
  );
}
