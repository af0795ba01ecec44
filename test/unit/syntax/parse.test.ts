import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_ERRORS, NONE, parse } from '../../../server/src/syntax/index.ts';
import { errorsIn, outline } from './outline.ts';

const LEAVES = new Set(['Image', 'ParentImage', 'CommandLine', 'User', 'TargetFilename']);
const HOOKS = {
  isLeaf: (name: string) => LEAVES.has(name),
  attributeNames: ['groupRelation', 'condition', 'onmatch', 'name'],
};

/** A text and the outline of its tree. */
const SOUND: readonly (readonly [text: string, tree: string])[] = [
  ['<a/>', 'a'],
  ['<a><Image condition="is">x</Image></a>', "a(Image{condition=is}'x')"],
  ['<a><![CDATA[x]]></a>', 'a([])'],
  ['<?xml version="1.0" encoding="utf-8"?><a/>', '?xml a'],
  ['<?xml version=\'1.0\' standalone="yes" ?><a/>', '?xml a'],
  ['<!DOCTYPE a [<!ENTITY b "c">]><a/>', '! a'],
  ['<a:b c:d="1"/>', 'a:b{c:d=1}'],
  ['<é ü="ß"/>', 'é{ü=ß}'],
  ['<a><b>t</b>-->\n</a>', "a(b't')"],
  ['<a><Image>x\ny</Image></a>', "a(Image'x\ny')"],
  ['<a b=\'x"y\' c="x\'y"/>', 'a{b=x"y c=x\'y}'],
  ['<a b="x&#10;y\nz\tw"/>', 'a{b=x\ny z w}'],
];

/** A text, the outline of what was kept of it, and the errors with what they mark. */
const BROKEN: readonly (readonly [text: string, tree: string, errors: string])[] = [
  ['<a><Image>x</a>', "a(Image'x')", 'missing-end-tag«<Image»'],
  ['<a><Image>x<ParentImage>y</ParentImage></a>', "a(Image'x' ParentImage'y')", 'missing-end-tag«<Image»'],
  ['<a><Image>C:\\x.exe/Image></a>', "a(Image'C:\\x.exe')", 'missing-end-tag«<Image»'],
  ['<a><Image>x<Image></a>', "a(Image'x')", 'end-tag-slash«<Image>»'],
  ['<a><Image>x</Imag></a>', "a(Image'x')", 'mismatched-end-tag«Imag»'],
  ['<a><Image>x</ParentImage><User>y</User></a>', "a(Image'x' User'y')", 'mismatched-end-tag«ParentImage»'],
  ['<a></b></a>', "a'</b>'", 'surplus-end-tag«</b>»'],
  ['<a><b></a>', 'a(b)', 'missing-end-tag«<b»'],
  [
    '<ProcessCreate><Image>x</Image></ProcessCreated>',
    "ProcessCreate(Image'x')",
    'mismatched-end-tag«ProcessCreated»',
  ],
  ['<a></A>', 'a', 'mismatched-end-tag«A»'],
  ['<a', 'a', 'start-tag-end«<a»'],
  ['<a b', 'a{b=}', 'start-tag-end«<a b»'],
  ['<a b=', 'a{b=}', 'start-tag-end«<a b=» attribute-quotes«=»'],
  ['<a b="c', 'a{b=c}', 'start-tag-end«<a b="c» attribute-unclosed«"c»'],
  ['<a b="c></a>', 'a{b=c}', 'attribute-unclosed«"c»'],
  [
    '<a><Image condition="is>foo</Image><User>y</User></a>',
    "a(Image{condition=is}'foo' User'y')",
    'attribute-unclosed«"is»',
  ],
  [
    '<a><Image condition="is name="x">foo</Image></a>',
    "a(Image{condition=is name=x}'foo')",
    'attribute-unclosed«"is»',
  ],
  ['<a><Image condition=is>foo</Image></a>', "a(Image{condition=is}'foo')", 'attribute-quotes«is»'],
  [
    '<a><Image condition=excludes any>foo</Image></a>',
    "a(Image{condition=excludes any}'foo')",
    'attribute-quotes«excludes any»',
  ],
  [
    '<a><Image condition=excludes any name="x">foo</Image></a>',
    "a(Image{condition=excludes any name=x}'foo')",
    'attribute-quotes«excludes any»',
  ],
  ['<a><Image condition=is">foo</Image></a>', "a(Image{condition=is}'foo')", 'attribute-quotes«is"»'],
  ['<a><Image condition>foo</Image></a>', "a(Image{condition=}'foo')", 'attribute-value«condition»'],
  [
    '<a><Image name="x"condition="is">foo</Image></a>',
    "a(Image{name=x condition=is}'foo')",
    'missing-space«condition»',
  ],
  ['<a><Imagecondition="is">foo</Image></a>', "a(Image{condition=is}'foo')", 'missing-space«condition»'],
  [
    '<a><Image condition="is" condition="is">foo</Image></a>',
    "a(Image{condition=is condition=is}'foo')",
    'duplicate-attribute«condition»',
  ],
  [
    '<a><Image condition="is"foo</Image></a>',
    "a(Image{condition=is}'foo')",
    'start-tag-end«<Image condition="is"»',
  ],
  [
    '<a><Image condition="is" foo bar</Image></a>',
    "a(Image{condition=is}'foo bar')",
    'start-tag-end«<Image condition="is"»',
  ],
  ['<a><Image condition="a < b">foo</Image></a>', "a(Image{condition=a < b}'foo')", 'raw-less-than«<»'],
  ['<a><Image condition="is" ;>foo</Image></a>', "a(Image{condition=is}'foo')", 'unexpected-character«;»'],
  ['<a>x < y</a>', "a'x < y'", 'raw-less-than«<»'],
  ['<a>x & y</a>', "a'x & y'", 'raw-ampersand«&»'],
  ['<a>x &amp y</a>', "a'x &amp y'", 'raw-ampersand«&»'],
  ['<a>x &nbsp; y</a>', "a'x &nbsp; y'", 'unknown-entity«&nbsp;»'],
  [
    '<a>x &#0; &#x1F; &#65; &#x110000; &#;</a>',
    "a'x &#0; &#x1F; A &#x110000; &#;'",
    'bad-character-reference«&#0;» bad-character-reference«&#x1F;» bad-character-reference«&#x110000;» bad-character-reference«&#»',
  ],
  ['<a>]]></a>', "a']]>'", 'cdata-end«]]>»'],
  ['<a><!-- x -- y --></a>', 'a(#)', 'comment-hyphens«--»'],
  ['<a><!-- x --- ></a>', 'a(#)', 'missing-end-tag«<a» unclosed-comment«<!-- x --- ></a>»'],
  ['<a><!-- x ---></a>', 'a(#)', 'comment-hyphens«--»'],
  ['<a><!-- <Image>x</Image> <!-- y --> --></a>', 'a(#)', 'comment-hyphens«<!--»'],
  ['<a><!-- x <!-- y --></a>', 'a(#)', 'comment-hyphens«<!--»'],
  ['<a><!-- x</a>', 'a(#)', 'missing-end-tag«<a» unclosed-comment«<!-- x</a>»'],
  [
    '<a><Image>x</Image><!-- T1218>\n<User>y</User>\n<!-- z --></a>',
    "a(Image'x' # User'y' #)",
    'unclosed-comment«<!-- T1218>»',
  ],
  ['<a><!-- x\nmore\n<User>y</User></a>', "a(# User'y')", 'unclosed-comment«<!-- x»'],
  ['<a><![CDATA[x</a>', 'a([])', 'unclosed-cdata«<![CDATA[»'],
  ['<![CDATA[x]]><a/>', '[] a', 'text-outside-root«<![CDATA[x]]>»'],
  ['<a/><b/>', 'a b', 'second-root«<b»'],
  ['<a/>text', 'a', 'text-outside-root«text»'],
  ['text<a/>', 'a', 'text-outside-root«text»'],
  [' <?xml version="1.0"?><a/>', '? a', 'late-declaration«<?xml version="1.0"?>»'],
  ['<?xml encoding="utf-8"?><a/>', '?xml a', 'bad-declaration«<?xml encoding="utf-8"?>»'],
  ['<?xml version="2.0"?><a/>', '?xml a', 'bad-declaration«<?xml version="2.0"?>»'],
  ['<a><?x y?><??></a>', 'a(? ?)', 'bad-instruction«<??>»'],
  ['<?-x y?><a/>', '? a', 'bad-instruction«<?-x y?>»'],
  ['<?xml\tversion\u00a0="1.0"?><a/>', '?xml a', 'bad-declaration«<?xml\tversion\u00a0="1.0"?>»'],
  ['<a><?x y</a>', 'a(?)', 'unclosed-instruction«<?x y»'],
  ['<a></a b="c">', 'a', 'end-tag-attribute«b="c"»'],
  ['<a></a', 'a', 'end-tag-end«</a»'],
  ['<a><Image>x</Image <User>y</User></a>', "a(Image'x' User'y')", 'end-tag-end«</Image»'],
  ['<a></></a>', "a'</>'", 'bad-markup«</>»'],
  ['<a>< /a>', "a'<'", 'missing-end-tag«<a» raw-less-than«<»'],
  ['<a><!ELEMENT x></a>', "a'<!ELEMENT x>'", 'bad-markup«<!ELEMENT x>»'],
  ['<a/><!DOCTYPE a>', 'a !', 'bad-markup«<!DOCTYPE a>»'],
  ['<!DOCTYPE a', '!', 'bad-markup«<!DOCTYPE a»'],
  ['<1a/>', '', 'raw-less-than«<» text-outside-root«1a/>»'],
  ['<a b="1" / c="2"/>', 'a{b=1 c=2}', 'unexpected-character«/»'],
  ['<a>\ufffe</a>', "a'\ufffe'", 'control-character«\ufffe»'],
  [
    '<OriginalFileName<Sysmon x="1"><b/></Sysmon>',
    'OriginalFileName Sysmon{x=1}(b)',
    'start-tag-end«<OriginalFileName»',
  ],
  ['<a><Image>x\n</a>', "a(Image'x')", 'missing-end-tag«<Image»'],
];

describe('parse', () => {
  for (const [text, tree] of SOUND) {
    it(`reads ${text}`, () => {
      const parsed = parse(text, HOOKS);
      assert.equal(outline(parsed), tree);
      assert.equal(errorsIn(parsed), '');
    });
  }

  for (const [text, tree, errors] of BROKEN) {
    it(`keeps what it can of ${text}`, () => {
      const parsed = parse(text, HOOKS);
      assert.equal(outline(parsed), tree);
      assert.equal(errorsIn(parsed), errors);
    });
  }

  it('gives the exact ranges of every part of an element', () => {
    const text = '<a>\n  <Image condition = "end with" name=\'x\'>v</Image >\n</a>';
    const tree = parse(text, HOOKS);
    const node = tree.firstElement(tree.root);
    const condition = tree.attribute(node, 'condition');
    const name = tree.attribute(node, 'name');
    const slice = (start: number, end: number): string => text.slice(start, end);
    assert.equal(slice(tree.start(node), tree.end(node)), text.slice(6, -5));
    assert.equal(slice(tree.nameStart(node), tree.nameEnd(node)), 'Image');
    assert.equal(slice(tree.startTagEnd(node), tree.contentEnd(node)), 'v');
    assert.equal(slice(tree.endTagStart(node), tree.end(node)), '</Image >');
    assert.equal(
      slice(tree.attributeNameStart(condition), tree.attributeEnd(condition)),
      'condition = "end with"',
    );
    assert.equal(slice(tree.valueStart(condition), tree.valueEnd(condition)), 'end with');
    assert.equal(slice(tree.attributeNameStart(name), tree.attributeEnd(name)), "name='x'");
    assert.equal(tree.attribute(node, 'onmatch'), NONE);
  });

  it('finds the deepest node at an offset', () => {
    const text = '<a><b><c>x</c></b><!-- d --></a>';
    const tree = parse(text);
    const nameAt = (offset: number): string => tree.name(tree.nodeAt(offset));
    assert.equal(nameAt(text.indexOf('x')), 'c');
    assert.equal(nameAt(text.indexOf('</b>') + 2), 'b');
    assert.equal(nameAt(text.length), 'a');
    assert.equal(tree.kind(tree.nodeAt(text.indexOf(' d '))), 2);
  });

  it('joins the pieces of a value around comments, CDATA and references', () => {
    const value = (inside: string): string => {
      const tree = parse(`<Image>${inside}</Image>`, HOOKS);
      return tree.content(tree.root);
    };
    assert.equal(value('a<!-- x -->b'), 'ab');
    assert.equal(value('a<![CDATA[<&]]>b'), 'a<&b');
    assert.equal(value(' &lt;x&gt; &#65;\r\n'), ' <x> A\n');
    assert.equal(value('a<?x y?>b&amp;<!-- & -->'), 'ab&');
  });

  it('keeps no more errors than it says', () => {
    const tree = parse('<a>' + '<b>'.repeat(MAX_ERRORS * 2));
    assert.equal(tree.errors.length, MAX_ERRORS);
  });

  it('reads many names that differ little', () => {
    const names = Array.from({ length: 5000 }, (_, i) => `name-${String(i).padStart(5, '0')}`);
    const tree = parse(`<a>${names.map(name => `<${name}/>`).join('')}</a>`);
    assert.equal(outline(tree), `a(${names.join(' ')})`);
  });

  it('reads a text to its own end, whatever was read before', () => {
    const whole = '<a><Image>x</Image ><!-- y --></a>';
    for (let end = 0; end <= whole.length; end++) {
      const text = whole.slice(0, end);
      parse(' '.repeat(whole.length * 2));
      const afterBlanks = parse(text, HOOKS);
      parse(whole.repeat(2));
      const afterMore = parse(text, HOOKS);
      assert.equal(outline(afterMore), outline(afterBlanks));
      assert.equal(errorsIn(afterMore), errorsIn(afterBlanks));
    }
  });

  it('reads letters, pairs and control characters wherever they stand in a long text', () => {
    for (let before = 16_370; before < 16_390; before++) {
      const filler = 'x'.repeat(before);
      const letters = parse(`<a><!--${filler}--><é>\u{1f600}</é></a>`);
      assert.equal(`${outline(letters)} ${errorsIn(letters)}`, "a(# é'\u{1f600}') ");
      const control = parse(`<a><!--${filler}--><b>\0</b></a>`);
      assert.equal(`${outline(control)} ${errorsIn(control)}`, "a(# b'\0') control-character«\0»");
    }
  });

  for (const [what, text] of HOSTILE()) {
    it(`stays linear on ${what}`, () => {
      // Quadratic work on texts of this size would take minutes; the runner's own time-out is the check.
      assert.ok(parse(text, HOOKS).errors.length > 0);
    });
  }
});

/** Texts that are made to send a parser through the same text again and again. */
function HOSTILE(): [string, string][] {
  const n = 200_000;
  return [
    ['unclosed comments', '<!-- '.repeat(n)],
    ['unclosed CDATA', '<a>' + '<![CDATA['.repeat(n)],
    ['unclosed instructions', '<a>' + '<?x '.repeat(n)],
    ['nested elements', '<a>'.repeat(n)],
    ['surplus end tags', '<a>' + '</b>'.repeat(n)],
    ['end tags far from their start', '<a>'.repeat(n) + '</b>'.repeat(n)],
    ['open quotes', '<a ' + 'b="'.repeat(n)],
    ['open quotes in tags', "<a b='c".repeat(n)],
    ['quotes without elements', '<a ' + 'b="" '.repeat(n)],
    ['ampersands', '<a>' + '&'.repeat(n)],
    ['less-than signs', '<'.repeat(n)],
    ['doctypes', '<!DOCTYPE '.repeat(n)],
    ['leaves in leaves', '<a>' + '<Image>x'.repeat(n)],
    ['one long line', '<a>' + 'x'.repeat(5_000_000)],
  ];
}
