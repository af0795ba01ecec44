import { loaderCheck, nearest } from '../check.ts';

export const badHashAlgorithms = loaderCheck({
  code: 'bad-hash-algorithms',
  level: 'error',
  title: 'Unknown hash algorithm',
  fact: facts => `“${facts.text('item')}” is not a hash algorithm that Sysmon knows`,
  suggest: facts => nearest(facts.text('item'), ['MD5', 'SHA1', 'SHA256', 'IMPHASH']),
  instead: () =>
    'Write * by itself for all, or a list of MD5, SHA1, SHA256 and IMPHASH, with commas and without blanks.',
});
