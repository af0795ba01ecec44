/**
 * The shapes in which people have Sysmon events as JSON. Which one an object has is seen from the object
 * itself, so that a log may mix them.
 */
import { asText, isSysmon, OTHER, unreadable, type Entry } from './event.ts';
import { entryFromXml } from './xmlEvent.ts';

type Json = Readonly<Record<string, unknown>>;

/** Gives the names of an event's fields in the order in which Sysmon writes them, by id and number of fields. */
export type FieldOrder = (eventId: number, count: number) => readonly string[] | null;

/** Reads an object as an event, which may change it. @param order for events whose fields have no names, as `Get-WinEvent` gives them */
export function entryFromJson(value: unknown, order: FieldOrder): Entry {
  if (!isObject(value)) return unreadable('it is no JSON object');
  return (
    ownShape(value) ??
    winlogbeat(value) ??
    splunk(value, order) ??
    powershell(value, order) ??
    flat(value) ??
    unreadable('it has the shape of no known log')
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `{event, eventId, fields}`, the form of this project. */
function ownShape(value: Json): Entry | null {
  const { eventId, fields } = value;
  if (typeof eventId !== 'number' || !isObject(fields)) return null;
  return { kind: 'event', event: { eventId, fields: textFields(fields) } };
}

/** Winlogbeat and Elastic: `winlog.event_data`, nested or with dots in the names, perhaps inside `_source`. */
function winlogbeat(value: Json): Entry | null {
  if (isObject(value['_source'])) return winlogbeat(value['_source']);
  const nested = isObject(value['winlog']) ? value['winlog'] : null;
  const get = (name: string): unknown => (nested ? nested[name] : value[`winlog.${name}`]);
  const provider = asText(get('provider_name'));
  const id = get('event_id') ?? (isObject(value['event']) ? value['event']['code'] : value['event.code']);
  // Of a flat log, which has neither, the names are not gone through.
  if (provider === undefined && (id === undefined || id === null)) return null;
  if (provider !== undefined && !isSysmon(provider)) return OTHER;
  const data = get('event_data');
  if (isObject(data)) return withId(id, data);
  const dotted = 'winlog.event_data.';
  const named = Object.entries(value).filter(([name]) => name.startsWith(dotted));
  if (provider === undefined && named.length === 0) return null;
  return withId(id, Object.fromEntries(named.map(([name, field]) => [name.slice(dotted.length), field])));
}

/** Splunk's export: the event in `result`, its XML in `_raw` or its fields beside it. */
function splunk(value: Json, order: FieldOrder): Entry | null {
  const result = isObject(value['result']) ? value['result'] : value;
  const raw = asText(result['_raw']);
  if (raw?.includes('<Event')) return entryFromXml(raw.slice(raw.indexOf('<Event')));
  if (raw?.trimStart().startsWith('{')) {
    try {
      return entryFromJson(JSON.parse(raw), order);
    } catch {
      return unreadable('its _raw is no JSON');
    }
  }
  if (!isObject(value['result']) && result['EventCode'] === undefined) return null;
  const source = asText(result['SourceName'] ?? result['source'] ?? result['sourcetype']) ?? '';
  if (source !== '' && !/sysmon/i.test(source)) return OTHER;
  return withId(result['EventCode'] ?? result['EventID'], result);
}

/** `Get-WinEvent | ConvertTo-Json`: the fields are a list of values in the order of the schema. */
function powershell(value: Json, order: FieldOrder): Entry | null {
  const { Id: id, Properties: properties, ProviderName: provider } = value;
  if (typeof id !== 'number' || !Array.isArray(properties)) return null;
  if (typeof provider === 'string' && !isSysmon(provider)) return OTHER;
  const names = order(id, properties.length);
  if (!names) return unreadable(`no schema has an event ${id} with ${properties.length} fields`);
  const fields: Record<string, string | undefined> = {};
  properties.forEach((property: unknown, index) => {
    fields[names[index]!] = asText(isObject(property) ? property['Value'] : property);
  });
  return { kind: 'event', event: { eventId: id, fields } };
}

/** NXLog and the like: everything beside each other. */
function flat(value: Json): Entry | null {
  const id = value['EventID'] ?? value['EventId'] ?? value['event_id'];
  if (id === undefined) return null;
  const source = asText(
    value['SourceName'] ?? value['ProviderName'] ?? value['source_name'] ?? value['Channel'],
  );
  if (source !== undefined && !/sysmon/i.test(source)) return OTHER;
  return withId(id, value);
}

function withId(id: unknown, fields: Json): Entry {
  const eventId = Number(isObject(id) ? (id['#text'] ?? id['Value']) : id);
  if (!Number.isInteger(eventId)) return unreadable('it has no event id');
  return { kind: 'event', event: { eventId, fields: textFields(fields) } };
}

/** What was parsed is nobody else's, so it is made text in place: a log has many events, and a copy costs most. */
function textFields(fields: Json): Readonly<Record<string, string | undefined>> {
  const own = fields as Record<string, unknown>;
  for (const name in own) {
    const value = own[name];
    if (typeof value !== 'string') own[name] = asText(value);
  }
  return own as Record<string, string | undefined>;
}
