/** Several conditions on one field as one with a list, and back. */
import { removeElement, setAttribute, setContent, type Edit } from '../../checks/fix.ts';
import { elementWith, gapBefore, isDeclared } from '../../checks/conditions/values.ts';
import type { LoadedCondition } from '../../loader/index.ts';
import { CONDITIONS } from '../../matching/conditions.ts';
import { Flag, NONE } from '../../syntax/index.ts';
import { namesLeak, type Change, type Refactoring, type Request } from './refactoring.ts';

/** How conditions beside each other join: one is enough, or all must hold. */
type Join = 'any' | 'all';

/** The plain conditions that have a list form, and the form by how they join. */
const FORMS: readonly { readonly plain: string; readonly any: string | null; readonly all: string | null }[] =
  [
    { plain: 'is', any: 'is any', all: null },
    { plain: 'contains', any: 'contains any', all: 'contains all' },
    // One of several negations is enough where not all of the items are there, and all where none is.
    { plain: 'excludes', any: 'excludes all', all: 'excludes any' },
  ];

/** Sysmon expands a value with variables into 260 characters, and one that is longer matches nothing. */
const LONGEST_WITH_VARIABLES = 160;

/** Bare conditions on one field are alternatives in every block; in a Rule, it is as the Rule says. */
function joinOf({ rule }: LoadedCondition): Join {
  return rule?.relation === 'and' ? 'all' : 'any';
}

/** The conditions beside one: those of its Rule, or the bare ones of its block. */
function beside(request: Request, condition: LoadedCondition): LoadedCondition[] {
  return request.block.conditions.filter(({ rule }) => rule === condition.rule);
}

export function joinLists(request: Request): Refactoring[] {
  const { selected, isPlace } = request;
  const [first] = selected;
  if (!first) return [];
  const candidates = isPlace ? beside(request, first) : selected;
  const refactorings: Refactoring[] = [];
  const seen = new Set<string>();
  for (const start of isPlace ? [first] : selected) {
    const form = formOf(start);
    if (!form) continue;
    const list = form[joinOf(start)];
    const key = `${start.field} ${form.plain}`;
    if (list === null || seen.has(key) || !isDeclared(request, list)) continue;
    seen.add(key);
    const members = candidates.filter(
      other => other.field === start.field && formOf(other) === form && fits(request, other, list),
    );
    if (members.length < 2 || !members.includes(start)) continue;
    const refactoring = join(request, members, form.plain, list);
    if (refactoring) refactorings.push(refactoring);
  }
  return refactorings;
}

function formOf({ condition }: LoadedCondition): (typeof FORMS)[number] | undefined {
  return FORMS.find(({ plain, any, all }) => [plain, any, all].includes(condition));
}

/** A condition whose items can stand in a list of a kind: there is no way to write a `;` or an empty one. */
function fits(request: Request, condition: LoadedCondition, list: string): boolean {
  const { tree } = request.parsed;
  const { node } = condition.source;
  if (tree.has(node, Flag.damaged) || tree.endTagStart(node) === NONE || tree.firstChild(node) !== NONE)
    return false;
  if (condition.condition === list)
    return itemsOf(request, condition).every(item => item !== '' && !item.includes('\r'));
  const value = tree.content(node);
  // A carriage return can only be written as a reference.
  if (value.includes('\r')) return false;
  return !CONDITIONS.get(condition.condition)!.list && value !== '' && !value.includes(';');
}

function itemsOf({ parsed: { tree } }: Request, { condition, source }: LoadedCondition): string[] {
  const value = tree.content(source.node);
  return CONDITIONS.get(condition)!.list ? value.split(';') : [value];
}

/** What a variable stands for may have a `;` in it, or be too long beside others. */
function areSafe({ knowledge }: Request, items: readonly string[]): boolean {
  if (!items.some(item => item.includes('%'))) return true;
  const known = new Map(
    Object.entries(knowledge.environment.variables).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const variables = items.flatMap(item =>
    [...item.matchAll(/%([^%]+)%/g)].map(([, name]) => name!.toLowerCase()),
  );
  // A single sign in each of two items would make a variable of what is between them.
  const pairs = items.every(item => item.split('%').length % 2 === 1);
  return (
    pairs &&
    items.join(';').length <= LONGEST_WITH_VARIABLES &&
    variables.every(name => !(known.get(name) ?? ';').includes(';'))
  );
}

function join(
  request: Request,
  members: readonly LoadedCondition[],
  plain: string,
  list: string,
): Refactoring | null {
  const { tree } = request.parsed;
  const items = [...new Set(members.flatMap(member => itemsOf(request, member)))];
  if (!areSafe(request, items) || items.length < 2) return null;
  const [first, ...others] = members as [LoadedCondition, ...LoadedCondition[]];
  const { node, field } = first.source;
  const edits: Edit[] = [
    setAttribute(tree, node, 'condition', list),
    setContent(tree, node, items.join(';')),
  ];
  for (const { source } of others) {
    // A comment behind it stays.
    edits.push(removeElement(tree, source.node));
  }
  return {
    kind: 'extract',
    title: `Join ${members.length} “${plain}” conditions on ${field} into one “${list}”`,
    edits,
    change: nameChange(request, members),
  };
}

/** Whether joining conditions may give an event another RuleName, since the later ones are judged earlier then. */
function nameChange(request: Request, members: readonly LoadedCondition[]): Change {
  const [{ name, rule }] = members as [LoadedCondition];
  if (members.some(member => member.name !== name)) return 'names';
  const all = request.block.conditions;
  const joined = new Set(members);
  const between = all
    .slice(all.indexOf(members[0]!), all.indexOf(members.at(-1)!))
    .filter(each => !joined.has(each));
  const isOr = (rule ?? request.block).relation === 'or';
  // Of alternatives the first that holds gives its name.
  if (isOr) return between.some(each => each.name !== name) ? 'names' : 'nothing';
  // Where all must hold, each that holds gives its name, the last one to stay, even where the others then do not.
  const named = between.filter(each => each.name !== null);
  const turns = name !== null && named.some(each => each.name !== name);
  const leaks = named.length > 0 || (rule !== null && name !== null);
  return turns || (leaks && namesLeak(request)) ? 'names' : 'nothing';
}

/** Writes a condition for each item of a list. */
export function splitList(request: Request): Refactoring[] {
  const { selected, isPlace, parsed } = request;
  const [condition] = selected;
  if (!condition || !isPlace) return [];
  const form = formOf(condition);
  const joined = joinOf(condition);
  if (form?.[joined] !== condition.condition) return [];
  const items = [...new Set(itemsOf(request, condition))];
  if (items.length < 2 || !fits(request, condition, condition.condition) || !areSafe(request, items))
    return [];
  const { tree, text } = parsed;
  const { node } = condition.source;
  const clones = items.map(item =>
    elementWith(tree, node, [
      setAttribute(tree, node, 'condition', form.plain),
      setContent(tree, node, item),
    ]),
  );
  const leaks = joined === 'all' && condition.name !== null && namesLeak(request);
  return [
    {
      kind: 'inline',
      title: `Write “${condition.condition}” as ${items.length} “${form.plain}” conditions`,
      edits: [
        {
          start: tree.start(node),
          end: tree.end(node),
          text: clones.join(gapBefore(text, tree.start(node))),
        },
      ],
      change: leaks ? 'names' : 'nothing',
    },
  ];
}
