import { loaderCheck } from '../check.ts';

export const xmlBadDeclaration = loaderCheck({
  code: 'xml-bad-declaration',
  level: 'error',
  title: 'XML declaration that is not valid',
  fact: () => 'This XML declaration is not valid',
  instead: () => 'Write <?xml version="1.0" encoding="UTF-8"?> or remove it; Sysmon reads UTF-8 without one.',
});
