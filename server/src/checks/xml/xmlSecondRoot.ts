import { loaderCheck } from '../check.ts';

export const xmlSecondRoot = loaderCheck({
  code: 'xml-second-root',
  level: 'error',
  title: 'A second element behind the root',
  fact: facts =>
    `<${facts.text('name')}> stands behind the end of the first element, and XML allows only one`,
  instead: () => 'Move it inside <Sysmon>, or remove the end tag that closes <Sysmon> too early.',
});
