/** Whatever the text, the parser answers with a tree that can be relied on, and tells sound XML from broken. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { MAX_ERRORS, NONE, parse, type Node, type SyntaxTree } from '../../server/src/syntax/index.ts';
import { configuration } from './generate.ts';
import { forAll, realFiles, withoutRealFiles } from './kit.ts';
import { mutated, prefixOf, rootedSoup, soup } from './mutate.ts';

const LEAVES = new Set(['Image', 'ParentImage', 'CommandLine', 'User', 'TargetFilename', 'b']);
const HOOKS = {
  isLeaf: (name: string) => LEAVES.has(name),
  attributeNames: ['groupRelation', 'condition', 'onmatch', 'name'],
};

function check(text: string): void {
  const tree = parse(text, HOOKS);
  checkTree(tree);
  checkNodeAt(tree);
  checkAgreement(tree);
  // Without a language's hooks the tree is another one, but what is sound is not.
  const plain = parse(text);
  checkTree(plain);
  assert.equal(plain.errors.length === 0, tree.errors.length === 0);
}

// The tree

function checkTree(tree: SyntaxTree): void {
  const { text } = tree;
  for (const { code, start, end } of tree.errors) checkRange(code, start, end, 0, text.length);
  assert.ok(tree.errors.length <= MAX_ERRORS);
  assert.equal(tree.start(0), 0);
  assert.equal(tree.end(0), text.length);
  let seen = 1;
  for (let node = 0; node < tree.nodeCount; node++) {
    if (tree.isElement(node)) checkElement(tree, node);
    if (node > 0)
      checkRange('a tag', tree.start(node), tree.startTagEnd(node), tree.start(node), tree.end(node));
    let from = node === 0 ? 0 : tree.startTagEnd(node);
    for (let child = tree.firstChild(node); child !== NONE; child = tree.next(child)) {
      assert.equal(tree.parent(child), node);
      checkRange('a child', tree.start(child), tree.end(child), from, tree.contentEnd(node));
      assert.ok(tree.start(child) < tree.end(child), 'a node is not empty');
      from = tree.end(child);
      seen++;
    }
    tree.content(node);
  }
  assert.equal(seen, tree.nodeCount, 'every node is a child of one other');
}

function checkElement(tree: SyntaxTree, node: Node): void {
  const tagEnd = tree.startTagEnd(node);
  assert.equal(tree.text.slice(tree.nameStart(node), tree.nameEnd(node)), tree.name(node));
  let from = tree.nameEnd(node);
  for (let a = tree.firstAttribute(node); a < tree.attributesEnd(node); a++) {
    const start = tree.attributeNameStart(a);
    const end = tree.attributeEnd(a);
    checkRange('an attribute', start, end, from, tagEnd);
    assert.equal(tree.text.slice(start, tree.attributeNameEnd(a)), tree.attributeName(a));
    const valueStart = tree.valueStart(a);
    assert.equal(valueStart === NONE, tree.valueEnd(a) === NONE);
    if (valueStart !== NONE)
      checkRange('a value', valueStart, tree.valueEnd(a), tree.attributeNameEnd(a), end);
    tree.attributeValue(a);
    from = end;
  }
  const endTag = tree.endTagStart(node);
  if (endTag !== NONE) checkRange('an end tag', endTag, tree.end(node), tagEnd, tree.end(node));
}

function checkRange(what: string, start: number, end: number, from: number, to: number): void {
  assert.ok(
    from <= start && start <= end && end <= to,
    `${what} at ${start}..${end} is not within ${from}..${to}`,
  );
}

function checkNodeAt(tree: SyntaxTree): void {
  const { length } = tree.text;
  const step = Math.max(1, Math.floor(length / 50));
  for (let offset = 0; offset <= length; offset += step) {
    const node = tree.nodeAt(offset);
    assert.ok(tree.start(node) <= offset && offset <= tree.end(node));
    for (let child = tree.firstChild(node); child !== NONE; child = tree.next(child)) {
      assert.ok(offset < tree.start(child) || tree.end(child) < offset, 'no child holds the offset too');
    }
  }
}

// What other parsers say

/**
 * Other parsers take what we take, and at least one complains where we do. The exceptions are known
 * differences between them and XML 1.0.
 */
function checkAgreement(tree: SyntaxTree): void {
  const { text } = tree;
  // Neither of the others reads what a document type declares.
  if (text.includes('<!DOCTYPE')) return;
  // Neither of the others looks for halves of surrogate pairs, which no text in UTF-8 can hold; saxes may throw.
  if (/\p{Surrogate}/u.test(text)) {
    assert.notEqual(tree.errors.length, 0, 'half of a surrogate pair is an error');
    return;
  }
  const saxes = complaintsOfSaxes(text);
  const xmldom = complaintsOfXmldom(text);
  if (tree.errors.length > 0) {
    assert.ok(
      saxes.length > 0 || xmldom.length > 0,
      `nobody else complains of ${tree.errors.map(error => error.code).join(', ')}`,
    );
    return;
  }
  assert.deepEqual(saxes, [], 'saxes complains');
  // To xmldom a colon has to part a declared prefix from a name; to XML 1.0 alone it is a letter.
  if (!tree.names.some(name => name.includes(':'))) assert.deepEqual(xmldom, [], 'xmldom complains');
}

function complaintsOfSaxes(text: string): string[] {
  const complaints: string[] = [];
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', error => complaints.push(error.message));
  parser.write(text).close();
  return complaints;
}

function complaintsOfXmldom(text: string): string[] {
  const complaints: string[] = [];
  const parser = new DOMParser({ onError: (level, message) => complaints.push(`${level}: ${message}`) });
  try {
    // A byte order mark belongs to the encoding; xmldom wants a text that was decoded.
    parser.parseFromString(text.replace(/^\ufeff/, ''), 'text/xml');
  } catch (error) {
    // It throws after the first fatal error.
    complaints.push(String(error));
  }
  return complaints;
}

describe('the parser', () => {
  it('reads configurations', () => {
    forAll(configuration, 5000, text => {
      assert.deepEqual(parse(text, HOOKS).errors, []);
      check(text);
    });
  });
  it('reads beginnings of configurations', () => forAll(prefixOf(configuration), 15_000, check));
  it('reads damaged configurations', () => forAll(mutated(configuration), 15_000, check));
  it('reads configurations with one damage', () => forAll(mutated(configuration, 1), 15_000, check));
  it('reads markup in no order', () => forAll(soup, 20_000, check));
  it('reads markup in no order in an element', () => forAll(rootedSoup, 40_000, check));
  it('reads any characters', () => {
    forAll(fc.string({ unit: 'binary', maxLength: 60 }), 10_000, check);
  });
  it('reads damaged real files', { skip: withoutRealFiles }, () => {
    const files = realFiles();
    forAll(fc.oneof(mutated(files), mutated(files, 1), prefixOf(files)), 15_000, check);
  });
});
