import { loaderCheck } from '../check.ts';

export const badArchiveDirectory = loaderCheck({
  code: 'bad-archive-directory',
  level: 'error',
  title: 'ArchiveDirectory that is a path',
  fact: () => 'ArchiveDirectory holds a backslash, and it must be the name of one folder',
  instead: () => 'Write a name such as Sysmon: the folder is made in the root of each volume.',
});
