import { readSchemaversion, unreadOf } from '../../loader/schemaversion.ts';
import { NONE } from '../../syntax/index.ts';
import { adviceCheck } from '../check.ts';
import { declareFixes } from '../loading/declare.ts';

export const schemaversionCutShort = adviceCheck({
  code: 'schemaversion-cut-short',
  effect: 'misleading',
  level: 'warning',
  title: 'schemaversion of which Sysmon reads the beginning only',
  run({ parsed: { tree, configuration } }, report) {
    const attribute = configuration.schemaversion;
    if (attribute === NONE) return;
    const value = tree.attributeValue(attribute);
    const read = readSchemaversion(value);
    if (read.kind !== 'number' || unreadOf(value) === '') return;
    report(tree.valueStart(attribute), tree.valueEnd(attribute), { value, read: written(read.number) });
  },
  message: facts =>
    `Sysmon reads a number as far as one goes, so “${facts.text('value')}” is ${facts.text('read')} and what stands behind it is not looked at. The version decides which events and fields there are and how bare conditions are joined. Write the version that you mean.`,
  fixes(facts, { parsed }) {
    const read = facts.text('read');
    const meant = readSchemaversion(facts.text('value').replace(',', '.'));
    const others = meant.kind === 'number' && written(meant.number) !== read ? [written(meant.number)] : [];
    return [
      ...others.flatMap(version => declareFixes(parsed, version)),
      ...declareFixes(parsed, read, ', which it is now').map(fix => ({
        ...fix,
        preferred: others.length === 0,
        safe: others.length === 0,
      })),
    ];
  },
});

/** A version in hundredths as it is written: 490 is `4.90`. */
function written(number: number): string {
  return (number / 100).toFixed(2);
}
