import type { PolicyKnowledge, WritablePlace } from '../../schema/knowledge.ts';
import { oncePer } from '../../once.ts';
import type { JudgedCondition } from '../advice.ts';
import { looksForValue } from '../conditions/meanings.ts';
import { conditionCheck } from '../conditionCheck.ts';
import { isExcluding, itemsOf, secondConditionFor, withSecondCondition } from './excluding.ts';

export const excludeByWritablePath = conditionCheck({
  code: 'exclude-by-writable-path',
  effect: 'risk',
  level: 'hint',
  title: 'Exclude by a path that a user can write to',
  concern: {
    onmatch: 'exclude',
    fields: ({ policy }) => policy.placeFields.map(({ field }) => field),
    meaning: looksForValue,
  },
  look(condition, advice, report) {
    const { policy } = advice.knowledge;
    if (!mayBeInPlace(policy, condition) || !isExcluding(advice, condition)) return;
    const { field } = condition.loaded;
    for (const { item, start, end } of itemsOf(advice, condition)) {
      const place = placeOf(policy, condition, item);
      if (!place) continue;
      report(start, end, {
        event: condition.block.event,
        place: place.name,
        does: policy.placeFields.find(each => each.field === field)!.does,
        ...(place.system && secondConditionFor(advice, condition)),
      });
      break;
    }
  },
  message: facts =>
    `A normal user can write to ${facts.text('place')}, so whoever ${facts.text('does')} meets this condition, and it alone is enough for Sysmon not to log the ${facts.text('event')} event. Join it in a <Rule groupRelation="and"> with something that an attacker cannot choose, or exclude a path that only administrators can write to.`,
  fixes: withSecondCondition,
});

/** For most values one look says that they are in none of the places. */
function mayBeInPlace(policy: PolicyKnowledge, condition: JudgedCondition): boolean {
  const { comparison } = condition.meaning;
  const isRooted = comparison === 'equal' || comparison === 'file' || comparison === 'beginning';
  return isRooted && !condition.hasSemicolons
    ? condition.mayBegin(rootsOf(policy))
    : partsOf(policy).test(condition.value);
}

/** What a path in one of the places begins with. */
const rootsOf = oncePer(({ writablePlaces }: PolicyKnowledge): RegExp => {
  const roots = writablePlaces.flatMap(({ rooted }) => rooted);
  return new RegExp(String.raw`(?:[a-z?]:)?\\?(?:${anyOf(roots)})`, 'iy');
});

/** What stands somewhere in a path in one of the places. */
const partsOf = oncePer(({ writablePlaces }: PolicyKnowledge): RegExp => {
  const parts = writablePlaces.flatMap(({ rooted, anywhere }) => [...rooted, ...anywhere]);
  return new RegExp(anyOf(parts), 'i');
});

/** The pattern of any of some paths, the backslashes at their ends left out. */
function anyOf(paths: readonly string[]): string {
  return paths.map(path => escapeRegExp(path.replace(/^\\|\\$/g, ''))).join('|');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

const DRIVE = /^[a-z?]:(?=\\)/;
const HAS_EXTENSION = /\.[a-z0-9]{2,4}$/;

/** The folder that a normal user can write to and that a value is in. */
function placeOf(
  { writablePlaces }: PolicyKnowledge,
  condition: JudgedCondition,
  item: string,
): WritablePlace | undefined {
  const { meaning } = condition;
  switch (meaning.comparison) {
    case 'equal':
      return rootedPlace(writablePlaces, item, true);
    case 'file':
      return item.includes('\\') ? rootedPlace(writablePlaces, item, true) : undefined;
    case 'beginning':
      return rootedPlace(writablePlaces, item, HAS_EXTENSION.test(item));
    case 'part':
    case 'end': {
      // A part with a drive is the beginning of the path, and in a list of which all must be there it says where that is.
      const together = meaning.every ? condition.items : NO_ITEMS;
      const full = DRIVE.test(item) ? item : together.find(each => DRIVE.test(each));
      if (full !== undefined) return rootedPlace(writablePlaces, full, false);
      const path = asFolder(item, meaning.comparison === 'part');
      const items = condition.hasSemicolons ? condition.items : NO_ITEMS;
      return writablePlaces.find(
        ({ anywhere, except }) =>
          anywhere.some(part => path.includes(part)) && !isProtected(except, path, items),
      );
    }
    default:
      return undefined;
  }
}

const NO_ITEMS: readonly string[] = [];

/** @param whole the value is the path of one file, or ends like one */
function rootedPlace(
  places: readonly WritablePlace[],
  value: string,
  whole: boolean,
): WritablePlace | undefined {
  const folder = asFolder(value, !whole);
  const path = DRIVE.test(folder) ? folder.slice(2) : folder;
  for (const place of places) {
    if (whole && !place.exact) continue;
    const isIn = place.rooted.some(part => path.startsWith(part));
    if (isIn && !isProtected(place.except, path, NO_ITEMS)) return place;
  }
  return undefined;
}

function isProtected(except: readonly string[], path: string, items: readonly string[]): boolean {
  return except.some(part => path.includes(part) || items.some(item => item.includes(part)));
}

/** A path with the backslashes at its ends that a part of a path can do without. */
function asFolder(value: string, open: boolean): string {
  const from = /^[\\%]/.test(value) || DRIVE.test(value) ? value : `\\${value}`;
  return open && !from.endsWith('\\') ? `${from}\\` : from;
}
