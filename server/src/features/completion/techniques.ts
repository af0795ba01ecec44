/** ATT&CK techniques in names, in the form `technique_id=T1059.001,technique_name=PowerShell`. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Technique } from '../../schema/knowledge.ts';
import { fullName } from '../describe/technique.ts';
import type { Lookup } from '../lookup.ts';
import { createItem, Group, NOTHING, rangeOf, type Items, type Request } from './items.ts';
import type { ValuePlace } from './place.ts';
import { escapeXml } from './template.ts';

const ID_LABEL = 'technique_id=';
const NAME_LABEL = 'technique_name=';
/** So many are sent at once; more typing asks for others. */
const MOST = 150;

/** Where in a name the technique stands, and what to write for it. */
interface Wanted {
  readonly start: number;
  readonly end: number;
  readonly typed: string;
  readonly techniques: readonly Technique[];
  write(technique: Technique): string;
  filter(technique: Technique): string;
}

/** Techniques for the name under the cursor; nothing where it is free text. */
export function nameItems(request: Request, place: ValuePlace): Items {
  const { trigger, offset, parsed } = request;
  const before = parsed.text.slice(place.start, offset);
  if (trigger !== undefined && !(trigger === '=' && before.endsWith('='))) return NOTHING;
  const behind = parsed.text.slice(offset, place.end);
  const wanted = wantedAt(request.known, before, behind, offset);
  if (!wanted) return NOTHING;
  const range = rangeOf(request, wanted.start, wanted.end);
  const items = wanted.techniques.slice(0, MOST).map((technique, index) =>
    createItem(request, {
      label: technique.id,
      kind: CompletionItemKind.Reference,
      range,
      parts: [place.before + escapeXml(wanted.write(technique), place.quote) + place.behind],
      filter: wanted.filter(technique),
      group: Group.normal,
      index,
      detail: fullName(request.known, technique),
      data: { of: 'technique', name: technique.id },
    }),
  );
  return { items, cut: wanted.techniques.length > MOST || wanted.typed !== '' };
}

function wantedAt(known: Lookup, before: string, behind: string, offset: number): Wanted | null {
  const name = /technique_name=([^,;|]*)$/i.exec(before);
  if (name) return nameAt(known, before, name[1]!, behind, offset);
  const afterLabel = /technique_id=([^,;|=]*)$/i.exec(before);
  if (afterLabel) {
    const hasName = /^[\w.]*\s*,\s*technique_name=/i.test(behind);
    return idAt(known, afterLabel[1]!, behind, offset, technique =>
      hasName ? technique.id : `${technique.id},${NAME_LABEL}${technique.name}`,
    );
  }
  const bare = /(?:^|[^A-Za-z0-9])(T\d[\d.]*)$/i.exec(before);
  const alone = /^[\w.]*$/.test(before + behind);
  if (bare && !alone) return idAt(known, bare[1]!, behind, offset, technique => technique.id);
  const isBeginning = ID_LABEL.startsWith(before.toLowerCase()) || bare !== null;
  if (!alone || !isBeginning) return null;
  const labelled = before === '' || ID_LABEL.startsWith(before.toLowerCase());
  return {
    ...idAt(
      known,
      labelled ? '' : before,
      behind,
      offset,
      technique => `${ID_LABEL}${technique.id},${NAME_LABEL}${technique.name}`,
    ),
    start: offset - before.length,
    typed: before,
    filter: technique => (labelled ? ID_LABEL : '') + `${technique.id} ${technique.name}`,
  };
}

function idAt(
  known: Lookup,
  typed: string,
  behind: string,
  offset: number,
  write: (technique: Technique) => string,
): Wanted {
  const wanted = typed.toLowerCase();
  return {
    start: offset - typed.length,
    end: offset + /^[\w.]*/.exec(behind)![0].length,
    typed,
    techniques: known.knowledge.techniques.filter(
      ({ id, name }) => id.toLowerCase().startsWith(wanted) || name.toLowerCase().includes(wanted),
    ),
    write,
    filter: technique => `${technique.id} ${technique.name}`,
  };
}

/** Behind `technique_name=`: the name of the id that stands in front, or any. */
function nameAt(known: Lookup, before: string, typed: string, behind: string, offset: number): Wanted {
  const id = /technique_id=(T\d{4}(?:\.\d{3})?)\b[^=]*technique_name=[^=]*$/i.exec(before)?.[1];
  const own = id === undefined ? undefined : known.techniques.get(id.toUpperCase());
  const wanted = typed.toLowerCase();
  return {
    start: offset - typed.length,
    end: offset + /^[^,;|]*/.exec(behind)![0].length,
    typed,
    techniques: own
      ? [own]
      : known.knowledge.techniques.filter(({ name }) => name.toLowerCase().includes(wanted)),
    write: technique => technique.name,
    // The name of the id is right, whatever was typed.
    filter: technique => (own && typed !== '' ? typed : technique.name),
  };
}
