import { loaderCheck } from '../check.ts';

export const rootNotSysmon = loaderCheck({
  code: 'root-not-sysmon',
  level: 'error',
  title: 'Root that is not Sysmon',
  fact: facts => `The first element is <${facts.text('name')}> and not <Sysmon>`,
  instead: () => 'Put everything inside <Sysmon schemaversion="…">, written just so.',
});
