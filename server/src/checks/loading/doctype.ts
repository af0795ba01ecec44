import { loaderCheck } from '../check.ts';

export const doctype = loaderCheck({
  code: 'doctype',
  level: 'error',
  title: 'Document type declaration',
  fact: () => 'The file brings its own document type declaration, and Sysmon sets its own before it',
  instead: () => 'Remove the <!DOCTYPE …>.',
});
