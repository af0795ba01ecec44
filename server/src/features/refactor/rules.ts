/** Selected conditions as a Rule of their own. */
import { FIRST_WITH_GROUPS, wrapElements } from '../../checks/policy/edits.ts';
import type { Relation } from '../../loader/index.ts';
import { RULE } from '../../model/index.ts';
import type { Change, Refactoring, Request } from './refactoring.ts';

export function extractRules(request: Request): Refactoring[] {
  const { parsed, selected } = request;
  const [first] = selected;
  const last = selected.at(-1);
  if (!first || !last || first.rule || selected.length < 2) return [];
  if ((parsed.declared.number ?? FIRST_WITH_GROUPS) < FIRST_WITH_GROUPS) return [];
  return (['and', 'or'] as const).map(relation => {
    const { change, why } = changeOf(request, relation);
    const open = `<${RULE} groupRelation="${relation}">`;
    return {
      kind: 'extract',
      title: `Put ${selected.length} conditions into a Rule with ${relation.toUpperCase()}`,
      edits: wrapElements(parsed.tree, first.source.node, last.source.node, open, `</${RULE}>`),
      change,
      ...(why !== undefined && { why }),
    };
  });
}

/** What becomes different when bare conditions that stand beside each other become a Rule. */
function changeOf(
  { block, selected }: Request,
  relation: Relation,
): { readonly change: Change; readonly why?: string } {
  if (block.relation === 'or') {
    if (relation === 'or') return { change: 'nothing' };
    return { change: 'logged', why: 'all of them must then hold together' };
  }
  const fields = new Set(selected.map(({ field }) => field));
  const inside = new Set(selected);
  const outside = block.conditions.filter(each => !each.rule && !inside.has(each));
  if (outside.some(({ field }) => fields.has(field))) {
    return { change: 'logged', why: 'others on the same field are then no alternatives to them' };
  }
  if (relation === 'or') {
    return fields.size === 1
      ? { change: 'nothing' }
      : { change: 'logged', why: 'one of them is then enough' };
  }
  return fields.size === selected.length
    ? { change: 'nothing' }
    : { change: 'logged', why: 'those on one field must then hold together' };
}
