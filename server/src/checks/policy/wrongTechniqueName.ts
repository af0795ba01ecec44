import type { Knowledge, Technique } from '../../schema/knowledge.ts';
import { adviceCheck } from '../check.ts';
import { escapeAttribute, type Fix } from '../fix.ts';
import { namesIn, type Name, type NamedTechnique } from './names.ts';
import { oncePer } from '../../once.ts';

export const wrongTechniqueName = adviceCheck({
  code: 'wrong-technique-name',
  effect: 'style',
  level: 'hint',
  title: 'Technique that ATT&CK does not have so',
  run(advice, report) {
    const { knowledge, parsed } = advice;
    // The same name stands at many conditions.
    const verdicts = new Map<Name, Wrong | null>();
    for (const { attribute, name } of namesIn(advice)) {
      let wrong = verdicts.get(name);
      if (wrong === undefined) verdicts.set(name, (wrong = whatIsWrong(knowledge, name)));
      if (!wrong) continue;
      const { named, technique, taken, meant } = wrong;
      const { id } = named;
      const start = parsed.tree.valueStart(attribute);
      const end = parsed.tree.valueEnd(attribute);
      // With references in it, places in the value are not places in the text.
      const verbatim = parsed.text.slice(start, end) === name.value;
      const idStart = verbatim ? start + named.idAt : start;
      const idEnd = verbatim ? idStart + id.length : end;
      const shown: [number, number] = idStart < idEnd ? [idStart, idEnd] : [start, end];
      report(...shown, {
        id,
        name: named.name ?? '',
        ...(technique && { known: technique.name }),
        ...(taken !== undefined && { taken }),
        meant,
        ...(verbatim && { idStart, idEnd }),
        ...(verbatim &&
          named.name !== null && { nameStart: start + named.nameAt, nameLength: named.name.length }),
      });
    }
  },
  message(facts, { knowledge }) {
    const id = facts.text('id');
    const [meant] = facts.list('meant').map(each => techniqueOf(knowledge, each));
    const told = meant ? `${meant.id} ${meant.name}` : '';
    const attack = `ATT&CK ${knowledge.attackVersion}`;
    const known = facts.text('known');
    const so =
      'Sysmon does not look at names, but whoever searches the events for the technique misses these.';
    if (known !== '')
      return `${id} is “${known}” in ${attack}, and “${facts.text('name')}” is ${told}. ${so}`;
    if (facts.text('taken') !== '') return `${attack} has no ${id} any more: it has become ${told}. ${so}`;
    const instead = meant ? ` ${told} may be meant.` : '';
    return `${attack} has no technique “${id}”.${instead} ${so}`;
  },
  fixes(facts, { knowledge }) {
    const known = techniqueOf(knowledge, facts.text('id'));
    const toId = facts
      .list('meant')
      .slice(0, 2)
      .flatMap(id => {
        const technique = techniqueOf(knowledge, id);
        return technique ? change(facts, technique) : [];
      });
    const toName = known ? change(facts, known) : [];
    return [...toId, ...toName].map((fix, index) => ({ ...fix, preferred: index === 0 && !known }));
  },
});

interface Wrong {
  readonly named: NamedTechnique;
  /** The technique of the id, undefined where there is none. */
  readonly technique: Technique | undefined;
  /** The id that took the place of the named one. */
  readonly taken: string | undefined;
  /** The ids that may have been meant, likeliest first. */
  readonly meant: readonly string[];
}

/** Null where the name says no technique, or one that there is. */
function whatIsWrong(knowledge: Knowledge, { technique: named }: Name): Wrong | null {
  if (!named) return null;
  const { byId, byName } = indexOf(knowledge);
  const { id, name } = named;
  const technique = byId.get(id);
  if (technique?.name === name) return null;
  const owners = name === null ? [] : (byName.get(name.toLowerCase()) ?? []);
  // A technique and its sub-techniques are close enough, and a name that is nobody's is a remark or an older one.
  if (technique && (owners.length === 0 || owners.some(owner => isClose(owner.id, id)))) return null;
  const taken = retired(knowledge, id);
  const meant = [taken, ...owners.map(owner => owner.id), id.toUpperCase(), `T${id}`].filter(
    (each, index, all): each is string =>
      each !== undefined && each !== id && byId.has(each) && all.indexOf(each) === index,
  );
  return { named, technique, taken, meant };
}

interface TechniqueIndex {
  readonly byId: ReadonlyMap<string, Technique>;
  /** By name in lower case: a sub-technique may be called like one of another technique. */
  readonly byName: ReadonlyMap<string, readonly Technique[]>;
}

const indexOf = oncePer(({ techniques }: Knowledge): TechniqueIndex => {
  const byId = new Map(techniques.map(technique => [technique.id, technique]));
  const byName = new Map<string, Technique[]>();
  for (const technique of techniques) {
    const key = technique.name.toLowerCase();
    const same = byName.get(key);
    if (same) same.push(technique);
    else byName.set(key, [technique]);
  }
  return { byId, byName };
});

function techniqueOf(knowledge: Knowledge, id: string): Technique | undefined {
  return indexOf(knowledge).byId.get(id);
}

/** The technique that took the place of one, without or with its T. */
function retired({ policy: { retiredTechniques } }: Knowledge, id: string): string | undefined {
  const { ids } = retiredTechniques;
  return Object.hasOwn(ids, id) ? ids[id] : Object.hasOwn(ids, `T${id}`) ? ids[`T${id}`] : undefined;
}

/** Sets the id, and the name where there is one. */
function change(facts: Parameters<typeof wrongTechniqueName.fixes>[0], technique: Technique): Fix[] {
  const idStart = facts.number('idStart');
  if (Number.isNaN(idStart)) return [];
  const edits = [{ start: idStart, end: facts.number('idEnd'), text: technique.id }];
  const nameStart = facts.number('nameStart');
  if (!Number.isNaN(nameStart)) {
    const end = nameStart + facts.number('nameLength');
    edits.push({ start: nameStart, end, text: escapeAttribute(technique.name) });
  }
  return [{ title: `Change to ${technique.id} ${technique.name}`, edits }];
}

/** The same technique, or a technique and one of its sub-techniques. */
function isClose(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}
