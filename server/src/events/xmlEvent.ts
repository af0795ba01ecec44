import { DOMParser, type Element } from '@xmldom/xmldom';
import { isSysmon, OTHER, unreadable, type Entry } from './event.ts';

/**
 * Reads one `<Event>` as Windows and Sysmon for Linux write it.
 *
 * @param xml begins with `<Event`; what stands behind its end is not looked at
 */
export function entryFromXml(xml: string): Entry {
  const end = xml.indexOf('</Event>');
  if (end < 0) return unreadable('the event has no </Event>');
  let broken: string | null = null;
  const parser = new DOMParser({
    onError: (level, message) => {
      if (level !== 'warning') broken ??= message;
    },
  });
  let root: Element | null;
  try {
    root = parser.parseFromString(xml.slice(0, end + '</Event>'.length), 'text/xml').documentElement;
  } catch {
    root = null;
  }
  if (!root || broken !== null) return unreadable('its XML is not well-formed');
  const provider = first(root, 'Provider')?.getAttribute('Name') ?? '';
  if (provider !== '' && !isSysmon(provider)) return OTHER;
  const eventId = Number(first(root, 'EventID')?.textContent ?? Number.NaN);
  if (!Number.isInteger(eventId)) return unreadable('it has no event id');
  const fields: Record<string, string> = {};
  const data = root.getElementsByTagName('Data');
  for (let i = 0; i < data.length; i++) {
    const element = data.item(i);
    const name = element?.getAttribute('Name');
    if (element && name) fields[name] = element.textContent ?? '';
  }
  return { kind: 'event', event: { eventId, fields } };
}

function first(root: Element, name: string): Element | null {
  return root.getElementsByTagName(name).item(0);
}
