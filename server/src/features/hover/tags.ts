import type { ParsedDocument } from '../../documents.ts';
import { FILTERING, GROUP, ROOT, RULE } from '../../model/index.ts';
import { NONE, type Node } from '../../syntax/index.ts';
import { eventBlockOf } from '../blocks.ts';
import { describeCondition } from '../describe/condition.ts';
import { describeEvent } from '../describe/event.ts';
import { describeField } from '../describe/field.ts';
import { describeKeyword, describeOption } from '../describe/keyword.ts';
import { blocks } from '../describe/markdown.ts';
import { labelled, sayCase } from '../describe/say.ts';
import type { Lookup } from '../lookup.ts';
import { eventInFile, relationOfGroup, relationOfRule } from './blockState.ts';
import type { TagToken } from './token.ts';

/** What an element is, and what the one under the pointer does; empty where nothing is known of it. */
export function tagHover(parsed: ParsedDocument, known: Lookup, { node, role }: TagToken): string {
  const { tree, configuration, schemas, declared } = parsed;
  const name = tree.name(node);
  switch (role) {
    case 'sysmon':
      return describeKeyword(known, ROOT, name);
    case 'filtering':
      return blocks(
        describeKeyword(known, FILTERING, name),
        configuration.blocks.length === 0 ? sayCase(known, FILTERING, 'empty') : '',
      );
    case 'group': {
      const group = configuration.groups.find(each => each.node === node);
      return blocks(
        describeKeyword(known, GROUP, name),
        group?.blocks.length === 0 ? sayCase(known, GROUP, 'empty') : '',
        group ? relationOfGroup(parsed, known, group) : '',
      );
    }
    case 'rule':
      return blocks(describeKeyword(known, RULE, name), ruleState(parsed, known, node));
    case 'block':
      return blocks(
        describeEvent(known, schemas, declared.schema, name) ?? '',
        schemas.known.isTag(name) ? labelled(known, 'inThisFile', eventInFile(parsed, known, name)) : '',
      );
    case 'option':
      return describeOption(known, schemas, declared.schema, name) ?? '';
    case 'condition':
      return fieldHover(parsed, known, node);
    default:
      return '';
  }
}

function ruleState(parsed: ParsedDocument, known: Lookup, node: Node): string {
  const { tree } = parsed;
  if (tree.startTagEnd(node) === tree.contentEnd(node)) return sayCase(known, RULE, 'empty');
  const block = eventBlockOf(parsed, node);
  const rule = parsed.configuration.blocks
    .find(each => each.node === block)
    ?.items.find(item => item.kind === 'rule' && item.node === node);
  if (rule?.kind !== 'rule') return '';
  if (rule.conditions.length === 0) return sayCase(known, RULE, 'blank');
  return relationOfRule(parsed, known, rule);
}

function fieldHover(parsed: ParsedDocument, known: Lookup, node: Node): string {
  const { tree, schemas, declared } = parsed;
  const block = eventBlockOf(parsed, node);
  const tag = block === NONE ? null : tree.name(block);
  const field = describeField(known, schemas, declared.schema, tag, tree.name(node));
  if (field === null) return '';
  const attribute = tree.attribute(node, 'condition');
  if (attribute !== NONE && tree.attributeValue(attribute) !== '') return field;
  return blocks(
    field,
    sayCase(known, '@condition', 'missing'),
    describeCondition(known, schemas, declared.schema, schemas.newest.manifest.defaultCondition),
  );
}
