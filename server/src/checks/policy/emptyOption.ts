import { NONE } from '../../syntax/index.ts';
import { adviceCheck } from '../check.ts';
import { removeElement } from '../fix.ts';

export const emptyOption = adviceCheck({
  code: 'empty-option',
  effect: 'ignored',
  level: 'warning',
  title: 'Option without its value',
  run({ parsed }, report) {
    const { tree, configuration, declared } = parsed;
    for (const { node, name } of configuration.options) {
      // Options that can do without a value do something on Windows, whatever the open-source loader makes of them.
      const takesValue = declared.schema.options.get(name)?.argument === 'required';
      if (!takesValue || tree.content(node) !== '') continue;
      report(tree.start(node), tree.end(node), { name, at: tree.start(node) });
    }
  },
  message: facts =>
    `${facts.text('name')} needs a value and has none, so Sysmon does not set it; its open-source loader also ignores every option behind it. Give it a value or remove it.`,
  fixes(facts, { parsed: { tree } }) {
    const node = tree.nodeAt(facts.number('at'));
    return node === NONE ? [] : [{ title: 'Remove the option', edits: [removeElement(tree, node)] }];
  },
});
