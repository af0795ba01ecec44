import type { ParsedDocument } from '../../documents.ts';
import { NONE, type Attribute } from '../../syntax/index.ts';
import { fixOf, removeAttribute, replace } from '../fix.ts';
import { attributeAt, attributeForValue, elementAt } from '../places.ts';
import { andList, nearest, type Facts } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

import { MAX_NAME_BYTES } from '../../loader/blocks.ts';
import { ATTRIBUTES, GROUP_RELATIONS } from '../../loader/structure.ts';
import type { Role } from '../../model/index.ts';

function allowed(facts: Facts): readonly string[] {
  return ATTRIBUTES[facts.text('role') as Role];
}

export const unknownAttribute = repairCheck({
  code: 'unknown-attribute',
  level: 'error',
  title: 'Unknown attribute',
  fact: facts => `<${facts.text('element')}> may not have the attribute ${facts.text('name')}`,
  suggest: (facts, { parsed, knowledge }) => {
    const meant = nearest(facts.text('name'), allowed(facts), knowledge.aliases.attributes);
    if (meant.length > 0) return meant;
    const attribute = attributeAt(parsed.tree, facts.problem.start);
    if (attribute === NONE) return [];
    const byValue = attributeForValue(
      parsed.tree.attributeValue(attribute),
      facts.text('role') as Role,
      parsed,
    );
    return byValue === null ? [] : [byValue];
  },
  instead: facts => {
    const names = allowed(facts);
    return names.length === 0 ? 'It takes no attributes: remove it.' : `It takes ${andList(names)}.`;
  },
  put: (suggestion, facts, { parsed }) => {
    const attribute = attributeAt(parsed.tree, facts.problem.start);
    return attribute !== NONE && canBe(parsed, attribute, suggestion, facts.text('role') as Role)
      ? [replace(facts.problem.start, facts.problem.end, suggestion)]
      : null;
  },
  written: facts => facts.text('name'),
  // A block without a sound onmatch is not looked into, and without a version nothing is checked against it.
  hidesOthers: facts => ['block', 'sysmon'].includes(facts.text('role')),
  fixes: (facts, { parsed: { tree } }) => {
    const attribute = attributeAt(tree, facts.problem.start);
    if (attribute === NONE) return [];
    const name = facts.text('name');
    return [
      fixOf(`Remove ${name}`, removeAttribute(tree, attribute), {
        preferred: true,
        // Namespaces mean nothing to Sysmon, and an editor or a tool wrote them.
        safe: /^(?:xmlns|xsi|xml)(?::|$)/.test(name),
      }),
    ];
  },
});

/** Whether an attribute may be called `name`: no other one is, and its value is one that it may have. */
function canBe({ tree, schemas }: ParsedDocument, attribute: Attribute, name: string, role: Role): boolean {
  if (tree.attribute(elementAt(tree, tree.attributeNameStart(attribute)), name) !== NONE) return false;
  const value = tree.attributeValue(attribute);
  switch (name) {
    case 'condition':
      return value === '' || schemas.newest.conditions.includes(value.toLowerCase());
    case 'groupRelation':
      return GROUP_RELATIONS.includes(tree.enumeratedValue(attribute)) || role === 'rule';
    case 'name':
      // No letter takes more than three bytes for each of its code units.
      return value.length * 3 <= MAX_NAME_BYTES;
    default:
      return true;
  }
}
