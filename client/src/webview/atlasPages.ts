/** The pages of the atlas: an event, a mechanism, the background. */
import type {
  Atlas,
  AtlasEvent,
  AtlasMechanism,
  EventCoverage,
  Platform,
  SeeItem,
  SourceLink,
  Statement,
} from '../views/results.ts';
import { button, type Child, el, link, plural } from './dom.ts';
import { post } from './host.ts';
import { AMOUNTS, amountIcon, stateLabel } from './states.ts';

export interface PageActions {
  openEvent(id: number): void;
  openMechanism(id: string): void;
  openMap(): void;
}

/** What the open configuration does with an event. */
export interface OwnState {
  readonly file: string;
  readonly event: EventCoverage;
}

export function eventPage(
  atlas: Atlas,
  event: AtlasEvent,
  platform: Platform,
  own: OwnState | null,
  actions: PageActions,
): HTMLElement {
  const index = atlas.events.indexOf(event);
  const mechanisms = mechanismsOf(atlas, event, platform);
  return el(
    'article',
    { class: 'page' },
    navigation(actions, [
      neighbourButton('Previous event', atlas.events[index - 1], actions),
      neighbourButton('Next event', atlas.events[index + 1], actions),
    ]),
    el(
      'h1',
      { tabindex: -1, id: 'page-title' },
      el('span', { class: 'badge' }, String(event.id)),
      ` ${event.tag ?? event.title}`,
    ),
    event.tag === null ? null : el('p', { class: 'subtitle' }, event.title),
    el('p', { class: 'lead' }, event.logs),
    ownState(own),
    section(
      'Where it comes from',
      flow(atlas, mechanisms, event, platform, actions),
      el('p', {}, event.kernelSource),
      event.api.length === 0 ? null : apiList(event.api),
      event.since === null ? null : el('p', { class: 'note' }, event.since),
      ...event.notes.map(note => el('p', {}, note)),
    ),
    event.limits.length === 0 ? null : section('What it misses', statements(event.limits)),
    event.cost.length === 0 ? null : section('Cost', statements(event.cost)),
    section('Fields', fieldTable(event)),
    seeSection(mechanisms),
    section(
      'On Linux',
      event.linux.supported
        ? el('ul', {}, ...event.linux.hooks.map(hook => el('li', {}, el('code', {}, hook))))
        : el('p', {}, 'Sysmon for Linux does not write this event.'),
      event.linux.notes === null ? null : el('p', {}, event.linux.notes),
      sources(event.linux.sources),
    ),
    el(
      'footer',
      {},
      el('p', { class: 'note' }, `How sure the mechanism is: ${CONFIDENCE[event.confidence]}`),
      sources(event.sources),
    ),
  );
}

export function mechanismPage(atlas: Atlas, mechanism: AtlasMechanism, actions: PageActions): HTMLElement {
  const events = atlas.events.filter(
    ({ mechanisms }) => mechanisms.windows.includes(mechanism.id) || mechanisms.linux.includes(mechanism.id),
  );
  return el(
    'article',
    { class: 'page' },
    navigation(actions, []),
    el('h1', { tabindex: -1, id: 'page-title' }, mechanism.title),
    el('p', { class: 'lead' }, mechanism.text),
    section('Interface', apiList(mechanism.api)),
    section(
      'Events that flow from it',
      el(
        'ul',
        { class: 'plain' },
        ...events.map(event =>
          el(
            'li',
            {},
            button(
              { class: 'link' },
              () => actions.openEvent(event.id),
              el('span', { class: 'badge' }, String(event.id)),
              ` ${event.tag ?? event.title}`,
            ),
            event.tag === null ? null : ` ${event.title}`,
          ),
        ),
      ),
    ),
    seeSection([mechanism]),
    el('footer', {}, sources(mechanism.sources)),
  );
}

export function backgroundPage(atlas: Atlas, platform: Platform, actions: PageActions): HTMLElement {
  const mechanisms = atlas.layers[platform].flatMap(layer => layer.mechanisms);
  return el(
    'article',
    { class: 'page' },
    el('h1', { tabindex: -1, id: 'page-title' }, 'What Sysmon rests on'),
    ...atlas.sections.map(({ title, paragraphs }) =>
      section(title, ...paragraphs.map(paragraph => statement('p', paragraph))),
    ),
    section(
      'The commands of Sysmon',
      el(
        'ul',
        { class: 'commands' },
        ...atlas.commands.map(({ task, command }) =>
          el('li', {}, commandLine(command), el('span', { class: 'remark' }, task)),
        ),
      ),
    ),
    section(
      'See the mechanisms on your own machine',
      ...mechanisms
        .filter(({ see }) => see.length > 0)
        .map(mechanism =>
          el(
            'div',
            { class: 'see' },
            el(
              'h3',
              {},
              button({ class: 'link' }, () => actions.openMechanism(mechanism.id), mechanism.title),
            ),
            seeList(mechanism.see),
          ),
        ),
    ),
    section('True of every event', statements(atlas.general)),
  );
}

const CONFIDENCE = {
  high: 'two independent sources agree.',
  medium: 'one source says so, or a part is inferred.',
  low: 'nothing is published.',
} as const;

function mechanismsOf(atlas: Atlas, event: AtlasEvent, platform: Platform): AtlasMechanism[] {
  const ids = event.mechanisms[platform].length > 0 ? event.mechanisms[platform] : event.mechanisms.windows;
  const all = [...atlas.layers.windows, ...atlas.layers.linux].flatMap(layer => layer.mechanisms);
  return ids.flatMap(id => all.find(each => each.id === id) ?? []);
}

function navigation(actions: PageActions, more: readonly Child[]): HTMLElement {
  return el(
    'nav',
    { class: 'trail', 'aria-label': 'Pages of the atlas' },
    button({ class: 'secondary' }, () => actions.openMap(), '← Picture'),
    ...more,
  );
}

function neighbourButton(
  what: string,
  event: AtlasEvent | undefined,
  actions: PageActions,
): HTMLElement | null {
  if (!event) return null;
  const name = `${event.id} ${event.tag ?? event.title}`;
  return button(
    { class: 'secondary', 'aria-label': `${what}: ${name}` },
    () => actions.openEvent(event.id),
    what.startsWith('Previous') ? `‹ ${name}` : `${name} ›`,
  );
}

function ownState(own: OwnState | null): HTMLElement | null {
  if (!own) return null;
  const { file, event } = own;
  const listed = event.blocks.slice(0, 8);
  const more = event.blockCount - listed.length;
  return el(
    'section',
    { class: `own ${AMOUNTS[event.state]}`, 'aria-label': `In ${file}` },
    el(
      'p',
      { class: 'own-state' },
      amountIcon(AMOUNTS[event.state]),
      ' In ',
      el('strong', {}, file),
      ': ',
      el('strong', {}, stateLabel(event)),
    ),
    el('p', {}, [event.sentence, event.remark].filter(Boolean).join(' ')),
    listed.length === 0
      ? null
      : el(
          'p',
          { class: 'jumps' },
          ...listed.map(({ range, onmatch, conditions }) =>
            button(
              {
                class: 'jump',
                title: onmatch === null ? 'not loaded' : `${onmatch}, ${plural(conditions, 'condition')}`,
              },
              () => post({ type: 'reveal', range }),
              `Line ${range.start.line + 1}: ${onmatch ?? 'not loaded'}`,
            ),
          ),
          more > 0 ? ` and ${plural(more, 'more block')}` : null,
        ),
  );
}

function flow(
  atlas: Atlas,
  mechanisms: readonly AtlasMechanism[],
  event: AtlasEvent,
  platform: Platform,
  actions: PageActions,
): HTMLElement {
  const layers = [...atlas.layers.windows, ...atlas.layers.linux];
  const layer = layers.find(each => each.mechanisms.some(({ id }) => id === mechanisms[0]?.id));
  const written = event.mechanisms[platform].length > 0;
  const log = atlas.log[written ? platform : 'windows'];
  const steps: Child[][] = [
    mechanisms.map(({ id, title }) => button({ class: 'link' }, () => actions.openMechanism(id), title)),
    [layer?.title ?? ''],
    [log.title],
  ];
  return el('ol', { class: 'flow-strip' }, ...steps.map(step => el('li', {}, ...step)));
}

function section(title: string, ...children: readonly Child[]): HTMLElement {
  return el('section', {}, el('h2', {}, title), ...children);
}

function apiList(api: readonly string[]): HTMLElement {
  return el('ul', { class: 'api' }, ...api.map(name => el('li', {}, el('code', {}, name))));
}

function statements(items: readonly Statement[]): HTMLElement {
  return el('ul', {}, ...items.map(item => statement('li', item)));
}

function statement(tag: 'p' | 'li', { text, sources: from }: Statement): HTMLElement {
  return el(tag, {}, text, ' ', sources(from));
}

function sources(items: readonly SourceLink[]): HTMLElement | null {
  if (items.length === 0) return null;
  const children = items.flatMap(({ label, url }, index) => [index === 0 ? '' : ', ', link(label, url)]);
  return el('span', { class: 'sources' }, items.length === 1 ? 'Source: ' : 'Sources: ', ...children);
}

function fieldTable({ fields }: AtlasEvent): HTMLElement {
  return el(
    'table',
    { class: 'fields' },
    el(
      'thead',
      {},
      el('tr', {}, el('th', { scope: 'col' }, 'Field'), el('th', { scope: 'col' }, 'What it holds')),
    ),
    el(
      'tbody',
      {},
      ...fields.map(({ name, meaning }) =>
        el('tr', {}, el('th', { scope: 'row' }, el('code', {}, name)), el('td', {}, meaning)),
      ),
    ),
  );
}

function seeSection(mechanisms: readonly AtlasMechanism[]): HTMLElement | null {
  const see = mechanisms.flatMap(mechanism => mechanism.see);
  const unique = see.filter(
    (item, index) =>
      see.findIndex(({ command, text }) => command === item.command && text === item.text) === index,
  );
  return unique.length === 0 ? null : section('See it on your own machine', seeList(unique));
}

function seeList(items: readonly SeeItem[]): HTMLElement {
  return el(
    'ul',
    { class: 'commands' },
    ...items.map(({ command, text }) =>
      command === null
        ? el('li', { class: 'tool' }, text)
        : el('li', {}, commandLine(command), text === '' ? null : el('span', { class: 'remark' }, text)),
    ),
  );
}

function commandLine(command: string): HTMLElement {
  const copy = button(
    { class: 'secondary copy', 'aria-label': `Copy ${command}` },
    () => {
      post({ type: 'copy', text: command });
      copy.textContent = 'Copied';
      setTimeout(() => (copy.textContent = 'Copy'), 1500);
    },
    'Copy',
  );
  return el('span', { class: 'command' }, el('code', {}, command), copy);
}
