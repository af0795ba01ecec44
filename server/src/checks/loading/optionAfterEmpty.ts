import { NONE } from '../../syntax/index.ts';
import { fixOf, insert, ownLine, preferFirst, removeElement, replace, type Fix } from '../fix.ts';
import { elementAt } from '../places.ts';
import { repairCheck } from '../repairCheck.ts';

export const optionAfterEmpty = repairCheck({
  code: 'option-after-empty',
  level: 'warning',
  title: 'Option behind an empty one',
  fact: facts =>
    `<${facts.text('empty')}> has no content, and there Sysmon’s open-source loader stops reading options`,
  so: facts => `this ${facts.text('name')} may have no effect (it is not proven for released Windows builds)`,
  instead: facts => `Move it before <${facts.text('empty')}>.`,
  hidesOthers: true,
  fixes: (facts, { parsed: { tree, configuration }, knowledge }) => {
    const name = facts.text('empty');
    const options = configuration.options.map(({ node }) => node);
    const empty = options.filter(node => tree.content(node) === '');
    const last = options.findLast(node => tree.content(node) !== '');
    const first = elementAt(tree, facts.number('emptyStart'));
    if (first === NONE) return [];
    const fixes: Fix[] = [];
    const before = empty.filter(node => last !== undefined && tree.start(node) < tree.start(last));
    if (last !== undefined && before.length > 0) {
      const moved = before.map(node =>
        ownLine(tree, last, tree.text.slice(tree.start(node), tree.end(node))),
      );
      const edits = [
        ...before.map(node => removeElement(tree, node)),
        insert(tree.end(last), moved.join('')),
      ];
      const title =
        before.length > 1
          ? 'Move the empty options behind the others'
          : `Move <${name}> behind the other options`;
      fixes.push(fixOf(title, edits));
    }
    const example = knowledge.options.find(option => option.name === name)?.example ?? '';
    const value = /^<[^>]+>([^<…]+)<\/[^>]+>$/.exec(example)?.[1];
    if (value !== undefined) {
      const whole = `<${name}>${value}</${name}>`;
      fixes.push(fixOf(`Change <${name}> to “${whole}”`, replace(tree.start(first), tree.end(first), whole)));
    }
    fixes.push(fixOf(`Remove <${name}>`, removeElement(tree, first)));
    return preferFirst(fixes);
  },
});
