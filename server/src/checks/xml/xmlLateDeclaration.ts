import { loaderCheck } from '../check.ts';

export const xmlLateDeclaration = loaderCheck({
  code: 'xml-late-declaration',
  level: 'error',
  title: 'XML declaration that is not at the beginning',
  fact: () =>
    'An XML declaration may stand only at the very beginning of the file, before any blank, comment or element',
  instead: () => 'Move it there or remove it; Sysmon reads UTF-8 without one.',
});
