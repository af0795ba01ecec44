import { andList, loaderCheck, nearest, type Facts } from '../check.ts';

import { ATTRIBUTES } from '../../loader/structure.ts';
import type { Role } from '../../model/index.ts';

function allowed(facts: Facts): readonly string[] {
  return ATTRIBUTES[facts.text('role') as Role];
}

export const unknownAttribute = loaderCheck({
  code: 'unknown-attribute',
  level: 'error',
  title: 'Unknown attribute',
  fact: facts => `<${facts.text('element')}> may not have the attribute ${facts.text('name')}`,
  suggest: (facts, { knowledge }) =>
    nearest(facts.text('name'), allowed(facts), knowledge.aliases.attributes),
  instead: facts => {
    const names = allowed(facts);
    return names.length === 0 ? 'It takes no attributes: remove it.' : `It takes ${andList(names)}.`;
  },
});
