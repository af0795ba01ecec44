import { loaderCheck } from '../check.ts';

export const unsupportedEncoding = loaderCheck({
  code: 'unsupported-encoding',
  level: 'error',
  title: 'Encoding that Sysmon does not read',
  fact: facts => `The file is in ${facts.text('encoding')}, which Sysmon does not read`,
  instead: () => 'Save it as UTF-8, or as UTF-16 little-endian.',
});
