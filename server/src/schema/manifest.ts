/**
 * Reads a manifest in the form that `sysmon -s` prints: the shipped files of `schemas/windows` at build
 * time and the output of a user's own Sysmon at run time. It runs in the browser too, so it takes text,
 * not a path.
 */
import { DOMParser, type Element } from '@xmldom/xmldom';
import type { EventDefinition, FieldDefinition, Manifest, OptionDefinition } from './types.ts';

/** The text is not a usable manifest; the message says in one line what is wrong and where. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

/**
 * Reads one manifest.
 *
 * Text before and after the `<manifest>` element is passed over, because `sysmon -s` prints a banner.
 *
 * @param text The manifest's text, decoded (a byte order mark may be left on it).
 * @returns The manifest, with options, events and fields in the order of the text.
 * @throws {ManifestError} When the text is not XML, has no manifest or more than one, or when the
 *   manifest lacks what the product cannot do without.
 */
export function readManifest(text: string): Manifest {
  const root = parseRoot(isolateManifest(text));
  const schemaversion = root.getAttribute('schemaversion')?.trim();
  if (!schemaversion) {
    throw failure('The manifest has no schemaversion', root);
  }
  if (!/^\d+(\.\d+)?$/.test(schemaversion)) {
    throw failure(`The manifest's schemaversion "${schemaversion}" is not a number`, root);
  }
  const configuration = onlyChild(root, 'configuration', root);
  const filters = onlyChild(configuration, 'filters', root);
  const conditions = (filters.textContent ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
  if (conditions.length === 0) {
    throw failure('The manifest lists no conditions in <filters>', filters);
  }
  const events = children(onlyChild(root, 'events', root), 'event').map(readEvent);
  if (events.length === 0) {
    throw failure('The manifest has no events', root);
  }
  rejectDuplicates(root, events);
  return {
    schemaversion,
    binaryversion: root.getAttribute('binaryversion')?.trim() ?? '',
    conditions,
    defaultCondition: filters.getAttribute('default')?.trim() || 'is',
    options: children(onlyChild(configuration, 'options', root), 'option').map(readOption),
    events,
    derived: root.getAttribute('derived') === 'true',
  };
}

/**
 * Gives the text with everything around the `<manifest>` element blanked out. Line ends stay, so that the
 * parser's line numbers are those of the whole text.
 */
function isolateManifest(text: string): string {
  if (text.trim() === '') {
    throw new ManifestError('The text is empty; the output of "sysmon -s" is expected.');
  }
  const starts: number[] = [];
  let end = -1;
  for (const { index, close } of manifestTags(text)) {
    if (!close) {
      starts.push(index);
    } else if (end < 0 && starts.length > 0) {
      const bracket = text.indexOf('>', index);
      end = bracket < 0 ? text.length : bracket + 1;
    }
  }
  const start = starts[0];
  if (start === undefined) {
    const root = /<([A-Za-z_][\w.:-]*)[\s/>]/.exec(text);
    throw new ManifestError(
      root
        ? `There is no <manifest> element; the first element is <${root[1]}>${place(text, root.index)}.`
        : 'This is not XML; the output of "sysmon -s" is expected.',
    );
  }
  const second = starts[1];
  if (second !== undefined) {
    throw new ManifestError(`There is more than one <manifest> element${place(text, second)}.`);
  }
  const before = text.slice(0, start).replace(/[^\r\n]/g, ' ');
  return before + text.slice(start, end < 0 ? undefined : end);
}

/** The places of the manifest's start and end tags, those in comments left out. */
function* manifestTags(text: string): Generator<{ index: number; close: boolean }> {
  const token = /<!--|<(\/?)manifest(?=[\s/>])/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[1] !== undefined) {
      yield { index: match.index, close: match[1] === '/' };
      continue;
    }
    const end = text.indexOf('-->', match.index + 4);
    // A comment that never ends hides the rest; the parser reports it if it is inside the manifest.
    if (end < 0) return;
    token.lastIndex = end + 3;
  }
}

/** The line of an offset as a phrase to put behind a message. */
function place(text: string, offset: number): string {
  return ` (line ${text.slice(0, offset).split(/\r\n|\r|\n/).length})`;
}

/** Parses the isolated text strictly: whatever xmldom complains about is an error, and none is printed. */
function parseRoot(text: string): Element {
  let complaint: string | undefined;
  try {
    const parser = new DOMParser({
      onError: (_level, message, context: { locator?: { lineNumber?: number } } | undefined) => {
        const line = context?.locator?.lineNumber;
        complaint ??= oneLine(message) + (line ? ` (line ${line})` : '');
        // What is thrown here ends the parsing; without it xmldom repairs what it can and goes on.
        throw new ManifestError(complaint);
      },
    });
    const root = parser.parseFromString(text, 'text/xml').documentElement;
    if (root) return root;
  } catch (error) {
    complaint ??= oneLine(error instanceof Error ? error.message : String(error));
  }
  throw new ManifestError(`The manifest is not well-formed XML: ${complaint ?? 'it has no root'}.`);
}

/** xmldom puts the place on a second line and large parts of the text into some messages. */
function oneLine(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  const short = line.length > 160 ? `${line.slice(0, 160)}…` : line;
  return short.replace(/\.$/, '');
}

function children(parent: Element, name: string): Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    // The node type of elements is 1; xmldom does not narrow by it, so the cast stands for that.
    if (node.nodeType === 1 && node.nodeName === name) found.push(node as Element);
  }
  return found;
}

function onlyChild(parent: Element, name: string, root: Element): Element {
  const found = children(parent, name)[0];
  if (!found) throw failure(`The manifest has no <${name}>`, parent === root ? root : parent);
  return found;
}

function readEvent(element: Element): EventDefinition {
  const value = element.getAttribute('value')?.trim();
  const name = element.getAttribute('name')?.trim();
  const called = name ? `The event ${name}` : 'An event';
  if (!value) throw failure(`${called} has no value`, element);
  if (!/^(\d+|0[xX][\da-fA-F]+)$/.test(value)) {
    throw failure(`${called} has the value "${value}", which is not a number`, element);
  }
  if (!name) throw failure(`The event ${value} has no name`, element);
  const ruleDefault = element.getAttribute('ruledefault')?.trim();
  // Old manifests give events that are not released yet a large hexadecimal number as a stand-in.
  const standIn = /^0x/i.test(value) ? value : null;
  return {
    id: Number(value),
    name,
    title: element.getAttribute('template')?.trim() || name,
    level: element.getAttribute('level')?.trim() || 'Informational',
    tag: element.getAttribute('rulename')?.trim() || null,
    ruleDefault: ruleDefault === 'include' || ruleDefault === 'exclude' ? ruleDefault : null,
    version: element.getAttribute('version')?.trim() ?? '',
    reserved: element.getAttribute('reserved')?.trim() || standIn,
    fields: children(element, 'data').map(readField),
  };
}

function readField(element: Element): FieldDefinition {
  const name = element.getAttribute('name')?.trim();
  if (!name) throw failure('A <data> element has no name', element);
  return {
    name,
    inType: element.getAttribute('inType')?.trim() ?? '',
    outType: element.getAttribute('outType')?.trim() || null,
  };
}

function readOption(element: Element): OptionDefinition {
  const name = element.getAttribute('name')?.trim();
  if (!name) throw failure('An <option> element has no name', element);
  const argument = element.getAttribute('argument')?.trim() || 'none';
  if (argument !== 'none' && argument !== 'optional' && argument !== 'required') {
    throw failure(`The option ${name} has the argument "${argument}"`, element);
  }
  const flag = (attribute: string): boolean => element.getAttribute(attribute)?.trim() === 'true';
  return {
    name,
    switch: element.getAttribute('switch')?.trim() || null,
    argument,
    rule: flag('rule'),
    forceConfig: flag('forceconfig'),
    noConfig: flag('noconfig'),
    exclusive: flag('exclusive'),
  };
}

function rejectDuplicates(root: Element, events: readonly EventDefinition[]): void {
  const first = new Map<number, EventDefinition>();
  for (const event of events) {
    const other = first.get(event.id);
    if (other) {
      throw failure(`The events ${other.name} and ${event.name} have the same value ${event.id}`, root);
    }
    first.set(event.id, event);
  }
}

function failure(message: string, element: Element): ManifestError {
  return new ManifestError(element.lineNumber ? `${message} (line ${element.lineNumber}).` : `${message}.`);
}
