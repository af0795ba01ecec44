import { DOMParser, onWarningStopParsing, type Element } from '@xmldom/xmldom';
import { isSysmon, OTHER, unreadable, type Entry } from './event.ts';

/**
 * Reads one `<Event>` as Windows and Sysmon for Linux write it.
 *
 * @param xml begins with `<Event`; what stands behind its end is not looked at
 */
export function entryFromXml(xml: string): Entry {
  const end = xml.indexOf('</Event>');
  if (end < 0) return unreadable('the event has no </Event>');
  const root = parseRoot(xml.slice(0, end + '</Event>'.length));
  if (!root) return unreadable('its XML is not well-formed');
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

/** The root of a well-formed text, null where it is none. */
function parseRoot(xml: string): Element | null {
  // Errors that the parser would otherwise only print make it stop.
  const parser = new DOMParser({ onError: onWarningStopParsing });
  try {
    return parser.parseFromString(xml, 'text/xml').documentElement;
  } catch {
    return null;
  }
}

function first(root: Element, name: string): Element | null {
  return root.getElementsByTagName(name).item(0);
}
