import { linesOf } from '../../lines.ts';
import { loaderCheck } from '../check.ts';

export const blockAfterDropped = loaderCheck({
  code: 'block-after-dropped',
  level: 'error',
  title: 'Block that is lost with an earlier one',
  fact: (facts, { parsed }) => {
    const line = linesOf(parsed).lineAt(facts.number('causeStart')) + 1;
    return `The ${facts.text('event')} block in line ${line} cannot be loaded`;
  },
  so: facts => `Sysmon drops this one too, as it does with every ${facts.text('event')} block behind it`,
  instead: () => 'Repair that one.',
});
