import { loaderCheck, nearest } from '../check.ts';

import { ONMATCH_VALUES } from '../../loader/structure.ts';

export const badOnmatch = loaderCheck({
  code: 'bad-onmatch',
  level: 'error',
  title: 'onmatch that is neither include nor exclude',
  fact: facts =>
    `${facts.text('attribute')} is “${facts.text('value')}”, and only include and exclude are allowed, in lower case`,
  suggest: facts => nearest(facts.text('value'), ONMATCH_VALUES),
});
