/**
 * Sysmon configurations that the loader must accept, made from the shipped schemas: the soil that the
 * fuzz tests mutate, and the stand-in for a real configuration in the benchmark.
 */
import fc from 'fast-check';
import { shippedManifests } from '../../server/src/schema/data.ts';
import { createSchemaSet, type EventTag, type Schema } from '../../server/src/schema/schema.ts';
import type { OptionDefinition } from '../../server/src/schema/types.ts';

/** The first version that Sysmon's loader still takes, in hundredths. */
const FIRST_SUPPORTED = 400;

const schemas = createSchemaSet(shippedManifests());
const supported = schemas.all.filter(schema => schema.number >= FIRST_SUPPORTED);

// Pieces. What is written differs as widely as XML allows: the loader must not care, and mutations of it
// reach more of the parser than those of one tidy style would.

const blanks = fc.constantFrom(' ', ' ', ' ', '  ', '\n    ', '\t');
const maybeBlank = fc.constantFrom('', '', '', '', ' ', '\n');
const words = fc.constantFrom(
  ...[
    'a',
    'Z9',
    ' ',
    '\\',
    '.exe',
    ';',
    'C:\\Windows\\',
    '%TEMP%',
    '/c -x=',
    '>',
    '=',
    '[x]',
    'é',
    '漢',
    '😀',
  ],
  ...['&amp;', '&lt;', '&#65;', '&#x1F600;', '{0}', '--', 'technique_id=T1059'],
);
const comment = fc
  .constantFrom('', ' x ', ' <Image>x</Image> ', '\n - & \n', ' é 😀 ')
  .map(text => `<!--${text}-->`);
const instruction = fc.constantFrom('<?x?>', '<?editor fold="<a>" ?>');

function joined(pieces: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return fc.array(pieces, { maxLength }).map(parts => parts.join(''));
}

/** What may stand between elements that hold elements. */
const gap = fc.oneof(
  { arbitrary: fc.constantFrom('\n', '\n  ', ''), weight: 8 },
  { arbitrary: fc.oneof(comment, instruction, fc.constant('&#32;')), weight: 1 },
);

/** The content of a field: text, and what XML reads as text or leaves out of it. */
const value = joined(
  fc.oneof(
    { arbitrary: words, weight: 12 },
    { arbitrary: fc.oneof(comment, instruction, fc.constantFrom('<![CDATA[a<&]b]]>', '"', "'")), weight: 1 },
  ),
  5,
);

/** The longest of these is shorter than the 255 bytes that Sysmon takes. */
const ruleName = joined(words, 8);

function attribute(name: string, content: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(blanks, maybeBlank, maybeBlank, fc.constantFrom('"', '"', "'"), content)
    .map(([before, left, right, quote, text]) => `${before}${name}${left}=${right}${quote}${text}${quote}`);
}

function maybe(attributeText: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(fc.constant(''), attributeText);
}

/** The attributes in one or the other order. */
function attributes(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.tuple(...parts), fc.boolean())
    .map(([texts, turned]) => (turned ? texts.reverse() : texts).join(''));
}

function element(name: string, attributeText: string, content: string, blank: string): string {
  return content === '' && blank === ''
    ? `<${name}${attributeText}/>`
    : `<${name}${attributeText}${blank}>${content}</${name}${blank}>`;
}

function elementOf(
  name: string,
  attributeText: fc.Arbitrary<string>,
  content: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  return fc.tuple(attributeText, content, maybeBlank).map(([a, c, blank]) => element(name, a, c, blank));
}

/** Items with gaps around them. */
function spaced(item: fc.Arbitrary<string>, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc
    .tuple(gap, fc.array(fc.tuple(item, gap), { minLength, maxLength }))
    .map(([first, items]) => first + items.flat().join(''));
}

// Configurations

function field(schema: Schema, name: string): fc.Arbitrary<string> {
  const conditions = fc.constantFrom('', ...schema.conditions, ...schema.conditions).chain(condition =>
    // The case of a condition does not matter.
    fc.constantFrom(condition, condition, condition.toUpperCase()),
  );
  return elementOf(
    name,
    attributes(maybe(attribute('condition', conditions)), maybe(attribute('name', ruleName))),
    value,
  );
}

function block(schema: Schema, tag: EventTag): fc.Arbitrary<string> {
  return fc.constantFrom(...tag.events).chain(event => {
    const fields = event.fields.map(({ name }) => name);
    const condition = fc.constantFrom(...fields).chain(name => field(schema, name));
    const relation = attribute('groupRelation', fc.constantFrom('and', 'or'));
    // A Rule with nothing in it, not even a blank, makes the loader crash.
    const rule = elementOf(
      'Rule',
      attributes(maybe(relation), maybe(attribute('name', ruleName))),
      spaced(condition, 1, 3),
    );
    const onmatch = attribute('onmatch', fc.constantFrom('include', 'exclude', ' include '));
    const byDefault = attribute('default', fc.constantFrom('include', 'exclude'));
    return elementOf(
      tag.tag,
      fc.oneof({ arbitrary: onmatch, weight: 5 }, { arbitrary: byDefault, weight: 1 }),
      spaced(
        fc.oneof({ arbitrary: condition, weight: 3 }, { arbitrary: rule, weight: 1 }),
        0,
        // The names of the fields of an event are what the loader looks at; a few say as much as many.
        Math.min(4, fields.length),
      ),
    );
  });
}

function anyBlock(schema: Schema): fc.Arbitrary<string> {
  return fc.constantFrom(...schema.tags.values()).chain(tag => block(schema, tag));
}

/** Values that the loader takes of the options that it checks. */
const OPTION_VALUES: Readonly<Record<string, readonly string[]>> = {
  HashAlgorithms: ['*', 'all', 'md5', 'MD5,sha256,IMPHASH', 'md5,', ',md5'],
  ArchiveDirectory: ['Sysmon', 'a b'],
  FieldSizes: ['Image', 'CommandLine:100,Image:20', 'Image:3:4,'],
  ProcessAccessConfig: ['a', 'a,b,c'],
};

function option(name: string, { argument }: OptionDefinition): fc.Arbitrary<string> {
  if (argument === 'none') return fc.constantFrom(`<${name}/>`, `<${name}></${name}>`);
  const values = OPTION_VALUES[name] ?? ['', ' ', 'x', '1', 'true'];
  return elementOf(name, fc.constant(''), fc.constantFrom(...values));
}

function configurationOf(schema: Schema): fc.Arbitrary<string> {
  const options = fc.constantFrom(...schema.options).chain(([name, definition]) => option(name, definition));
  const group = elementOf(
    'RuleGroup',
    attributes(
      attribute('groupRelation', fc.constantFrom('and', 'or', ' or ')),
      maybe(attribute('name', ruleName)),
    ),
    spaced(anyBlock(schema), 0, 2),
  );
  const filtering = elementOf(
    'EventFiltering',
    fc.constant(''),
    spaced(fc.oneof(group, anyBlock(schema)), 0, 4),
  );
  return elementOf(
    'Sysmon',
    attribute('schemaversion', fc.constantFrom(schema.version, ` ${schema.version}x`)),
    fc.tuple(spaced(options, 0, 3), spaced(filtering, 0, 2)).map(parts => parts.join('')),
  );
}

/** Whole configurations that Sysmon accepts. */
export const configuration: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '\ufeff'),
    fc.constantFrom(
      '',
      '<?xml version="1.0"?>\n',
      "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>",
    ),
    fc.constantFrom('', '\n<!-- x -->', '<?x y?>\n'),
    fc.constantFrom(...supported).chain(configurationOf),
    fc.constantFrom('', '\n', '<!-- the end -->\n'),
    fc.constantFrom('\n', '\n', '\r\n'),
  )
  .map(([mark, declaration, before, root, after, lineEnd]) =>
    (mark + declaration + before + root + after).replaceAll('\n', lineEnd),
  );

/**
 * A configuration of about `length` characters in the style of sysmon-modular: long lines of one field
 * each, with a technique in the name. The same length always gives the same text.
 */
export function largeConfiguration(length: number): string {
  const { newest } = schemas;
  const random = numbers(length);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const tags = [...newest.tags.values()];
  const parts: string[] = [];
  let written = 0;
  const line = (depth: number, text: string): void => {
    parts.push(' '.repeat(depth * 2), text, '\n');
    written += depth * 2 + text.length + 1;
  };
  const fieldLine = (depth: number, names: readonly string[]): void => {
    const name = pick(names);
    const technique = `technique_id=T${1000 + Math.floor(random() * 600)},technique_name=Generated`;
    const named = random() < 0.75 ? ` name="${technique}"` : '';
    const path = `C:\\Windows\\program${Math.floor(random() * 10_000)}.exe`;
    line(depth, `<${name}${named} condition="${pick(newest.conditions)}">${path}</${name}>`);
  };
  line(0, `<Sysmon schemaversion="${newest.version}">`);
  line(1, '<HashAlgorithms>*</HashAlgorithms>');
  line(1, '<EventFiltering>');
  while (written < length) {
    const { tag, events } = pick(tags);
    const names = pick(events).fields.map(({ name }) => name);
    line(2, '<RuleGroup name="" groupRelation="or">');
    line(3, `<${tag} onmatch="${pick(['include', 'exclude'])}">`);
    line(4, '<!--A comment that says what is looked for in this block, and why-->');
    for (let i = 0; i < 40 && written < length; i++) {
      const inRule = random() < 0.15;
      if (inRule) line(4, '<Rule name="Generated" groupRelation="and">');
      fieldLine(inRule ? 5 : 4, names);
      if (inRule) {
        fieldLine(5, names);
        line(4, '</Rule>');
      }
    }
    line(3, `</${tag}>`);
    line(2, '</RuleGroup>');
  }
  line(1, '</EventFiltering>');
  line(0, '</Sysmon>');
  // Flat and of one piece, as a text that was read from a file or from the wire is.
  return Buffer.from(parts.join('')).toString();
}

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
