import { NONE } from '../../syntax/index.ts';
import { adviceCheck } from '../check.ts';

export const defaultIsInverse = adviceCheck({
  code: 'default-is-inverse',
  effect: 'misleading',
  level: 'hint',
  title: 'default instead of onmatch',
  run({ parsed: { tree }, loaded }, report) {
    for (const { source, onmatch, event } of loaded.blocks) {
      const attribute = tree.attribute(source.node, 'default');
      if (attribute === NONE) continue;
      const start = tree.attributeNameStart(attribute);
      const end = tree.attributeEnd(attribute);
      report(start, end, { event, onmatch, value: tree.enumeratedValue(attribute), start, end });
    }
  },
  message: facts =>
    `default="${facts.text('value')}" says what happens to ${facts.text('event')} events that match nothing, so Sysmon reads this block as onmatch="${facts.text('onmatch')}". Write that: it is what nearly everyone writes and expects.`,
  fixes: facts => [
    {
      title: `Change to onmatch="${facts.text('onmatch')}", which means the same`,
      edits: [
        {
          start: facts.number('start'),
          end: facts.number('end'),
          text: `onmatch="${facts.text('onmatch')}"`,
        },
      ],
      preferred: true,
      safe: true,
    },
  ],
});
