import { HASH_ALGORITHMS } from '../../loader/optionValues.ts';
import { NONE } from '../../syntax/index.ts';
import { fixOf, preferFirst, replace, setContent } from '../fix.ts';
import { elementAt } from '../places.ts';
import { nearest } from '../check.ts';
import { repairCheck } from '../repairCheck.ts';

export const badHashAlgorithms = repairCheck({
  code: 'bad-hash-algorithms',
  level: 'error',
  title: 'Unknown hash algorithm',
  fact: facts => `“${facts.text('item')}” is not a hash algorithm that Sysmon knows`,
  suggest: facts => nearest(facts.text('item'), ['MD5', 'SHA1', 'SHA256', 'IMPHASH']),
  instead: () =>
    'Write * by itself for all, or a list of MD5, SHA1, SHA256 and IMPHASH, with commas and without blanks.',
  put: (suggestion, facts, { parsed: { text } }) => {
    const { start, end } = facts.problem;
    if (repaired(facts.text('value')) !== null || text.slice(start, end) !== facts.text('item')) return null;
    return [replace(start, end, suggestion)];
  },
  written: facts => facts.text('item'),
  fixes: (facts, { parsed: { tree } }) => {
    const node = elementAt(tree, facts.problem.start);
    const value = facts.text('value');
    const sound = repaired(value);
    if (node === NONE || tree.content(node) !== value) return [];
    if (sound !== null) {
      // Of a list with a star in it one cannot know whether all were meant.
      const safe = !value.includes('*');
      return [fixOf(`Change to “${sound}”`, setContent(tree, node, sound), { preferred: true, safe })];
    }
    const item = facts.text('item').trim();
    const rest = itemsOf(value).filter(each => each !== item && isKnown(each));
    const fixes = rest.length > 0 ? [fixOf(`Remove “${item}”`, setContent(tree, node, rest.join(',')))] : [];
    return preferFirst([...fixes, fixOf('Change to “*”, which is all of them', setContent(tree, node, '*'))]);
  },
});

function itemsOf(value: string): string[] {
  return value.split(/[,;|\s]+/).filter(item => item !== '');
}

function isKnown(item: string): boolean {
  return HASH_ALGORITHMS.includes(item.toLowerCase());
}

/** The list as Sysmon takes it, where only what parts its items is wrong; null where an item is. */
function repaired(value: string): string | null {
  const items = itemsOf(value);
  if (items.length === 0) return null;
  if (items.some(item => item === '*' || item.toLowerCase() === 'all')) return '*';
  return items.every(isKnown) ? items.join(',') : null;
}
