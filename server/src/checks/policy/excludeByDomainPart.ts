import { conditionCheck } from '../conditionCheck.ts';
import { setAttribute, setContent } from '../fix.ts';
import type { Comparison } from '../../matching/conditions.ts';
import { isExcluding, itemsOf } from './excluding.ts';

/** Two labels and no dot before them: a domain that one can register, and so is anything that ends like it. */
const REGISTRABLE = /^[a-z0-9-]*[a-z0-9]\.[a-z]{2,}$/;
/** A domain with or without a dot before it. */
const DOMAIN = /^\.?(?:[a-z0-9_-]+\.)+[a-z]{2,}$/;

export const excludeByDomainPart = conditionCheck({
  code: 'exclude-by-domain-part',
  effect: 'risk',
  level: 'hint',
  title: 'Exclude that other domains meet',
  concern: {
    onmatch: 'exclude',
    fields: ({ policy }) => policy.domainFields,
    meaning: ({ negated, every, list }) => !negated && !(every && list),
  },
  look(condition, advice, report) {
    if (!isExcluding(advice, condition)) return;
    const { meaning, loaded } = condition;
    const found = itemsOf(advice, condition).find(({ item }) => isOpen(meaning.comparison, item));
    if (!found) return;
    const domain = found.item.replace(/^\./, '');
    report(found.start, found.end, {
      event: condition.block.event,
      field: loaded.field,
      condition: loaded.condition,
      domain,
      other: meaning.comparison === 'end' ? `other${domain}` : `${domain}.example.net`,
      at: advice.parsed.tree.start(loaded.source.node),
      list: meaning.list ? 1 : 0,
    });
  },
  message: facts =>
    `“${facts.text('condition')}” is met by ${facts.text('other')} too, which is not ${facts.text('domain')} and which anyone can register, and Sysmon does not log the ${facts.text('event')} event then. Use “end with” and a dot before the domain, and “is” for the domain itself.`,
  fixes(facts, { parsed: { tree } }) {
    if (facts.number('list') === 1) return [];
    const node = tree.nodeAt(facts.number('at'));
    const domain = facts.text('domain');
    return [
      {
        title: `Change to “end with” .${domain}`,
        edits: [setAttribute(tree, node, 'condition', ENDS_WITH), setContent(tree, node, `.${domain}`)],
        preferred: true,
      },
    ];
  },
});

const ENDS_WITH = 'end with';

function isOpen(comparison: Comparison, item: string): boolean {
  if (comparison === 'end') return REGISTRABLE.test(item);
  return (comparison === 'part' || comparison === 'beginning') && DOMAIN.test(item);
}
