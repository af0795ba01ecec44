import { loaderCheck } from '../check.ts';

export const tooManyBlocks = loaderCheck({
  code: 'too-many-blocks',
  level: 'error',
  title: 'Too many blocks for one event',
  fact: facts =>
    `This is one block of ${facts.text('event')} more than the ${facts.text('most')} that Sysmon takes`,
  instead: () => 'Put conditions together into fewer blocks.',
});
