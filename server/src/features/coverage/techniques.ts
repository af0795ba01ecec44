/** Which ATT&CK techniques the names of rules speak of. */
import type { Range } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../../documents.ts';
import type { Loaded, LoadedBlock, LoadedCondition, OnMatch } from '../../loader/index.ts';
import { NONE, type Node } from '../../syntax/index.ts';
import { fullName } from '../describe/technique.ts';
import type { Lookup } from '../lookup.ts';
import { startTagRange } from './places.ts';

/** A Rule, or a condition that stands alone or has a name of its own. */
export interface RulePlace {
  readonly range: Range;
  readonly event: string;
  readonly onmatch: OnMatch;
  /** As in the file, cut where it is very long. */
  readonly name: string;
}

interface Mentions {
  /** Rules of include blocks whose match gives an event this technique. */
  readonly rules: number;
  /** Rules of exclude blocks, which detect nothing. */
  readonly excluded: number;
  /** Elements of the events, in the order of Sysmon. */
  readonly events: readonly string[];
  /** The first of the rules, in the order of the file. */
  readonly places: readonly RulePlace[];
}

export interface TechniqueCoverage extends Mentions {
  readonly id: string;
  /** With that of the technique that a sub-technique belongs to. */
  readonly name: string;
  readonly tactics: readonly string[];
}

export interface UnknownTechnique extends Mentions {
  /** As in the file. */
  readonly id: string;
}

/** More rules of one technique than this are counted, not listed; of all techniques together, `LISTED_IN_ALL`. */
const LISTED_RULES = 200;
const LISTED_IN_ALL = 10_000;
/** Of the most common techniques the list may be cut short, but every one has places to go to. */
const LISTED_AT_LEAST = 5;
const LONGEST_NAME = 160;

export function techniqueCoverage(
  parsed: ParsedDocument,
  loaded: Loaded,
  known: Lookup,
): { readonly techniques: TechniqueCoverage[]; readonly unknown: UnknownTechnique[] } {
  const found = collect(loaded.blocks);
  const most = Math.max(LISTED_AT_LEAST, Math.min(LISTED_RULES, Math.floor(LISTED_IN_ALL / found.size)));
  const techniques: TechniqueCoverage[] = [];
  const unknown: UnknownTechnique[] = [];
  for (const [id, rules] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const mentions = mentionsOf(parsed, rules, most);
    const technique = known.techniques.get(id);
    if (!technique) {
      unknown.push({ id, ...mentions });
      continue;
    }
    techniques.push({ id, name: fullName(known, technique), tactics: technique.tactics, ...mentions });
  }
  return { techniques, unknown };
}

interface NamedRule {
  readonly node: Node;
  readonly name: string;
  readonly block: LoadedBlock;
}

/** The rules of each id, each rule once. */
function collect(blocks: readonly LoadedBlock[]): Map<string, Map<Node, NamedRule>> {
  const found = new Map<string, Map<Node, NamedRule>>();
  // Thousands of conditions inherit the same few names.
  const idsOf = new Map<string, readonly string[]>();
  for (const block of blocks) {
    for (const condition of block.conditions) {
      const { name } = condition;
      if (name === null) continue;
      let ids = idsOf.get(name);
      if (!ids) idsOf.set(name, (ids = techniqueIds(name)));
      if (ids.length === 0) continue;
      const node = ruleNode(condition);
      for (const id of ids) {
        let rules = found.get(id);
        if (!rules) found.set(id, (rules = new Map<Node, NamedRule>()));
        if (!rules.has(node)) rules.set(node, { node, name, block });
      }
    }
  }
  return found;
}

/** What a person calls the rule: the Rule around a condition, unless the condition has a name of its own. */
function ruleNode({ rule, source }: LoadedCondition): Node {
  return rule && source.name === NONE ? rule.source.node : source.node;
}

function mentionsOf(parsed: ParsedDocument, rules: ReadonlyMap<Node, NamedRule>, most: number): Mentions {
  const all = [...rules.values()];
  const excluded = all.filter(({ block }) => block.onmatch === 'exclude').length;
  return {
    rules: all.length - excluded,
    excluded,
    events: [...new Set(all.map(({ block }) => block.event))],
    places: all
      .sort((a, b) => a.node - b.node)
      .slice(0, most)
      .map(({ node, name, block }) => ({
        range: startTagRange(parsed, node),
        event: block.event,
        onmatch: block.onmatch,
        name: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name,
      })),
  };
}

/** The key that says that its value is a technique, whatever the value looks like. */
const KEYED = /\btechnique_id\s*=\s*([^,;|]*)/gi;
const BARE = /(?<![A-Za-z0-9])T\d{4}(?:\.\d{3})?(?![A-Za-z0-9]|\.\d)/gi;

/** The ids of techniques in a name, each once: those behind `technique_id=`, and those that stand anywhere. */
export function techniqueIds(name: string): readonly string[] {
  if (!/\d{4}|technique_id/i.test(name)) return [];
  const ids = new Set<string>();
  const rest = name.replace(KEYED, (_, value: string) => {
    const own = value.match(BARE);
    for (const id of own ?? [value.trim()]) if (id !== '') ids.add(id.toUpperCase());
    return '';
  });
  for (const [id] of rest.matchAll(BARE)) ids.add(id.toUpperCase());
  return [...ids];
}
