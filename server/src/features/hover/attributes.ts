import type { ParsedDocument } from '../../documents.ts';
import { MAX_NAME_BYTES } from '../../loader/blocks.ts';
import { readSchemaversion } from '../../loader/schemaversion.ts';
import { GROUP, ROOT, RULE, type Role } from '../../model/index.ts';
import { blockRelation } from '../../loader/index.ts';
import { eventBlockOf } from '../blocks.ts';
import { describeCondition } from '../describe/condition.ts';
import { attributeKey, describeKeyword, describeSchema } from '../describe/keyword.ts';
import { blocks, code, plain } from '../describe/markdown.ts';
import { say, sayCase } from '../describe/say.ts';
import { describeTechnique } from '../describe/technique.ts';
import { schemaWithRelease } from '../describe/versions.ts';
import type { Lookup } from '../lookup.ts';
import { blockState, relationOfGroup, relationOfRule } from './blockState.ts';
import type { Answer, AttributeToken } from './token.ts';

/** The names of the elements whose attributes may have entries of their own in the data. */
const ELEMENTS: Partial<Record<Role, string>> = { sysmon: ROOT, group: GROUP, rule: RULE };

/** What an attribute says, and what the one under the pointer does to its element. */
export function attributeHover(
  parsed: ParsedDocument,
  known: Lookup,
  token: AttributeToken,
  offset: number,
): Answer | null {
  const { tree } = parsed;
  const attribute = tree.attributeName(token.attribute);
  const key = attributeKey(known, ELEMENTS[token.role] ?? '', attribute);
  const base = describeKeyword(known, key, attribute);
  if (base === '' && attribute !== 'name') return null;
  const here = (markdown: string): Answer => ({ start: token.start, end: token.end, markdown });
  switch (attribute) {
    case 'condition':
      if (token.role !== 'condition') return null;
      return here(
        token.isValue
          ? conditionState(parsed, known, token)
          : blocks(base, conditionState(parsed, known, token)),
      );
    case 'onmatch':
    case 'default':
      return token.role === 'block' ? here(blocks(base, matchState(parsed, known, token, attribute))) : null;
    case 'groupRelation':
      return here(blocks(base, relationState(parsed, known, token)));
    case 'name':
      return nameHover(parsed, known, token, offset, base);
    case 'schemaversion':
      return token.role === 'sysmon' ? here(blocks(base, versionState(parsed, known, token))) : null;
    default:
      return null;
  }
}

function conditionState(
  { tree, schemas, declared }: ParsedDocument,
  known: Lookup,
  token: AttributeToken,
): string {
  const value = tree.attributeValue(token.attribute);
  const name = value === '' ? schemas.newest.manifest.defaultCondition : value;
  return blocks(
    value === '' ? sayCase(known, '@condition', 'missing') : '',
    describeCondition(known, schemas, declared.schema, name),
  );
}

function matchState(parsed: ParsedDocument, known: Lookup, token: AttributeToken, attribute: string): string {
  const { tree, configuration } = parsed;
  const value = tree.attributeValue(token.attribute).trim();
  const block = configuration.blocks.find(each => each.node === token.node);
  return blocks(
    attribute === 'default' ? sayCase(known, '@default', value) : '',
    block ? blockState(parsed, known, block) : '',
  );
}

function relationState(parsed: ParsedDocument, known: Lookup, token: AttributeToken): string {
  const { configuration } = parsed;
  if (token.role === 'group') {
    const group = configuration.groups.find(each => each.node === token.node);
    return group ? relationOfGroup(parsed, known, group) : '';
  }
  if (token.role !== 'rule') return '';
  const node = eventBlockOf(parsed, token.node);
  const block = configuration.blocks.find(each => each.node === node);
  const rule = block?.items.find(item => item.kind === 'rule' && item.node === token.node);
  if (!block || rule?.kind !== 'rule') return '';
  return blocks(
    relationOfRule(parsed, known, rule),
    say(known, `rule.in.${blockRelation(parsed.tree, parsed.declared, block.group)}`),
  );
}

const TECHNIQUE = /\bT\d{4}(?:\.\d{3})?(?![\w])/gi;

/** A name: the techniques that it speaks of, or what a name does. */
function nameHover(
  { tree, text }: ParsedDocument,
  known: Lookup,
  token: AttributeToken,
  offset: number,
  base: string,
): Answer | null {
  const state = blocks(
    base,
    nameCase(known, token, tree.attributeValue(token.attribute)),
    sayCase(known, '@name', token.role === 'condition' ? 'field' : (ELEMENTS[token.role] ?? '')),
  );
  if (!['condition', 'rule', 'group'].includes(token.role)) return null;
  if (!token.isValue) return { start: token.start, end: token.end, markdown: state };
  const found = [...text.slice(token.start, token.end).matchAll(TECHNIQUE)];
  const under = found.find(
    ({ index, 0: id }) => token.start + index <= offset && offset <= token.start + index + id.length,
  );
  if (under) {
    const start = token.start + under.index;
    return { start, end: start + under[0].length, markdown: describeTechnique(known, under[0]) };
  }
  const ids = [...new Set(found.map(match => match[0].toUpperCase()))];
  return {
    start: token.start,
    end: token.end,
    markdown: blocks(...ids.map(id => describeTechnique(known, id)), state),
  };
}

function nameCase(known: Lookup, token: AttributeToken, value: string): string {
  const key = attributeKey(known, ELEMENTS[token.role] ?? '', 'name');
  if (value === '') return sayCase(known, key, 'empty');
  return new TextEncoder().encode(value).length > MAX_NAME_BYTES ? sayCase(known, key, 'tooLong') : '';
}

const KEY = 'Sysmon@schemaversion';

/** Which releases have the declared version, and what the file is checked against. */
function versionState(
  { tree, declared, schemas }: ParsedDocument,
  known: Lookup,
  token: AttributeToken,
): string {
  const value = tree.attributeValue(token.attribute);
  const version = readSchemaversion(value);
  if (version.kind !== 'number')
    return sayCase(known, KEY, version.kind === 'none' ? 'missing' : version.kind);
  const exact = schemas.known.exactly(version.number);
  const validated = schemaWithRelease(known, declared.schema.version);
  return blocks(
    exact ? describeSchema(known, exact.version) : '',
    say(known, 'version.validated', { version: plain(validated), value: code(value) }),
    declared.tooNew ? sayCase(known, KEY, 'newer') : exact ? '' : sayCase(known, KEY, 'between'),
    /^\d+(?:\.\d+)?$/.test(value) ? '' : sayCase(known, KEY, 'form'),
    sayCase(known, KEY, 'relation'),
  );
}
