/** What the Event Atlas shows: the mechanisms that events flow from, and a page for each event. */
import type { EventKnowledge, Knowledge, MechanismKnowledge, Sourced } from '../schema/knowledge.ts';
import type { SchemaContext } from '../schema/context.ts';
import type { Platform } from '../schema/types.ts';
import { schemaWithRelease } from './describe/versions.ts';
import { lookup, phrase, type Lookup } from './lookup.ts';

/** Where a statement comes from; a link where there is a page to go to. */
export interface SourceLink {
  readonly label: string;
  readonly url: string | null;
}

export interface Statement {
  readonly text: string;
  readonly sources: readonly SourceLink[];
}

/** A way to see a mechanism at work: a command that can be run, or a place in a tool. */
export interface SeeItem {
  readonly command: string | null;
  readonly text: string;
}

export interface AtlasMechanism {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly api: readonly string[];
  readonly see: readonly SeeItem[];
  readonly sources: readonly SourceLink[];
}

export interface AtlasLayer {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly mechanisms: readonly AtlasMechanism[];
}

export interface AtlasEvent {
  readonly id: number;
  readonly tag: string | null;
  readonly title: string;
  readonly logs: string;
  readonly kernelSource: string;
  /** The mechanisms by platform; the event is drawn at the first, and none means that it is never written. */
  readonly mechanisms: Readonly<Record<Platform, readonly string[]>>;
  readonly api: readonly string[];
  readonly since: string | null;
  readonly onByDefault: boolean;
  readonly confidence: EventKnowledge['confidence'];
  readonly notes: readonly string[];
  readonly limits: readonly Statement[];
  readonly cost: readonly Statement[];
  readonly linux: {
    readonly supported: boolean;
    readonly hooks: readonly string[];
    readonly notes: string | null;
    readonly sources: readonly SourceLink[];
  };
  readonly fields: readonly { readonly name: string; readonly meaning: string }[];
  readonly sources: readonly SourceLink[];
}

export interface Atlas {
  readonly schema: string;
  /** The platform that is meant, which the picture begins with. */
  readonly platform: Platform;
  readonly layers: Readonly<Record<Platform, readonly AtlasLayer[]>>;
  readonly log: Readonly<Record<Platform, { readonly title: string; readonly text: string }>>;
  readonly events: readonly AtlasEvent[];
  /** Limits of all events. */
  readonly general: readonly Statement[];
  readonly sections: readonly { readonly title: string; readonly paragraphs: readonly Statement[] }[];
  readonly commands: readonly {
    readonly task: string;
    readonly command: string;
    readonly sources: readonly SourceLink[];
  }[];
}

/** Puts the atlas together for the Sysmon that is meant. */
export function atlas(knowledge: Knowledge, schemas: SchemaContext): Atlas {
  const known = lookup(knowledge);
  const { background } = knowledge;
  const mechanisms = new Map([...knowledge.mechanisms, ...background.linux].map(each => [each.id, each]));
  const layers = (platform: Platform): AtlasLayer[] =>
    background.layers
      .filter(layer => layer.platform === platform)
      .map(({ id, title, text, mechanisms: ids }) => ({
        id,
        title,
        text,
        mechanisms: ids.flatMap(mechanism => mechanisms.get(mechanism) ?? []).map(mechanismOf),
      }));
  const log = (platform: Platform): { title: string; text: string } => {
    const { title = '', text = '' } = background.logs.find(each => each.platform === platform) ?? {};
    return { title, text };
  };
  return {
    schema: schemas.newest.version,
    platform: schemas.platform,
    layers: { windows: layers('windows'), linux: layers('linux') },
    log: { windows: log('windows'), linux: log('linux') },
    events: knowledge.events.map(event => eventOf(known, schemas, event)).sort((a, b) => a.id - b.id),
    general: knowledge.general.map(statementOf),
    sections: background.sections.map(({ title, paragraphs }) => ({
      title,
      paragraphs: paragraphs.map(statementOf),
    })),
    commands: background.commands.map(({ task, command, source }) => ({
      task,
      command,
      sources: sourceLinks(source),
    })),
  };
}

function mechanismOf({ id, title, text, api, see, sources }: MechanismKnowledge): AtlasMechanism {
  return { id, title, text, api, see: see.map(seeItem), sources: sources.flatMap(sourceLinks) };
}

function eventOf(known: Lookup, schemas: SchemaContext, event: EventKnowledge): AtlasEvent {
  const { background } = known.knowledge;
  const definition = schemas.newest.eventsById.get(event.id) ?? schemas.known.newest.eventsById.get(event.id);
  const hooks = event.linux.hooks;
  const first =
    event.tag === null
      ? schemas.known.all.find(schema => schema.eventsById.has(event.id))
      : (schemas.known.releasedWith(event.tag) ?? schemas.known.firstWithEvent(event.tag));
  const oldest = first === schemas.known.all[0];
  return {
    id: event.id,
    tag: event.tag,
    title: event.title,
    logs: event.logs,
    kernelSource: event.kernelSource,
    mechanisms: {
      windows: [event.mechanism],
      // In the order of the event's own hooks, of which the first is the main one.
      linux: [
        ...new Set(hooks.flatMap(hook => background.linux.find(each => hook.includes(each.hook))?.id ?? [])),
      ],
    },
    api: event.api,
    since: first
      ? phrase(known, oldest ? 'since.oldest' : 'since', { version: schemaWithRelease(known, first.version) })
      : null,
    onByDefault: event.onByDefault,
    confidence: event.confidence,
    notes: event.notes,
    limits: event.limits.map(statementOf),
    cost: event.cost.map(statementOf),
    linux: {
      supported: event.linux.supported,
      hooks,
      notes: event.linux.notes,
      sources: event.linux.sources.flatMap(sourceLinks),
    },
    fields: (definition?.fields ?? []).map(({ name }) => ({
      name,
      meaning: known.fields.get(name)?.meaning ?? '',
    })),
    sources: event.sources.flatMap(sourceLinks),
  };
}

function statementOf({ text, source }: Sourced): Statement {
  return { text, sources: sourceLinks(source) };
}

/** A remark in parentheses at the end says when a command applies and is no part of it; `PC Hunter: …` is no command. */
export function seeItem(text: string): SeeItem {
  if (/^[A-Z][\w ]*: /.test(text)) return { command: null, text };
  const [, command = text, remark = ''] = /^(.*?)(?:\s+\(([^()]*)\))?$/.exec(text) ?? [];
  return { command, text: remark };
}

/** Sources as in the data, `; ` between several: addresses, `owner/repository:path`, or names. */
export function sourceLinks(source: string): SourceLink[] {
  return source.split(/;\s+/).map(part => {
    const address = /https?:\/\/[^\s)]+/.exec(part)?.[0];
    if (address !== undefined) {
      const { host, pathname } = new URL(address);
      const path = pathname.split('/').filter(Boolean);
      const name = host.replace(/^www\./, '');
      const label = name === 'github.com' ? path.slice(0, 2).join('/') : name;
      return { label, url: address };
    }
    const [, repository, path] = /^([\w.-]+\/[\w.-]+):([\w./-]+)/.exec(part) ?? [];
    if (repository !== undefined && path !== undefined) {
      return {
        label: `${repository}: ${path.split('/').at(-1) ?? path}`,
        url: `https://github.com/${repository}/blob/HEAD/${path}`,
      };
    }
    return { label: part, url: null };
  });
}
