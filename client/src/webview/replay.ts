/** A replay in its webview: what became of the events, what decided, and who was loudest. */
import type { ToReplay } from '../views/messages.ts';
import type { ReplayBlock, ReplayEvent, ReplayPart, ReplayReport } from '../views/replayResults.ts';
import { button, el, plural } from './dom.ts';
import { post, receive } from './host.ts';

const root = document.getElementById('root')!;

/** Events whose processes are shown though they are not among the loudest; not worth keeping while hidden. */
const opened = new Set<number>();
const closed = new Set<number>();

const OPEN_AT_FIRST = 3;
const LISTED_PARTS = 25;
const LISTED_DEAD = 200;
const LISTED_NAMES = 20;

function render({ file, logs, report, loggedFirst }: ToReplay): void {
  root.removeAttribute('aria-busy');
  root.replaceChildren(
    heading(file, logs, report),
    tiles(report, loggedFirst),
    eventTable(report),
    processes(report),
    decided(report),
    dead(report),
    names(report),
  );
}

function heading(file: string, logs: readonly string[], report: ReplayReport): HTMLElement {
  const { passedOver, unreadable, kept, missingFields, again } = report;
  const remarks: string[] = [];
  if (passedOver > 0) remarks.push(`${plural(passedOver, 'event')} of other providers were passed over.`);
  if (unreadable.count > 0) {
    const [first] = unreadable.first;
    const where = first ? ` First: line ${first.line}, since ${first.reason}.` : '';
    remarks.push(`${plural(unreadable.count, 'entry', 'entries')} could not be read.${where}`);
  }
  if (kept.capped)
    remarks.push(
      again
        ? `After an edit, only the first ${kept.events.toLocaleString('en')} events that fit into memory are counted again. Replay once more to count all.`
        : `The logs hold more than fits into memory: after an edit, ${kept.events.toLocaleString('en')} events will be counted again.`,
    );
  if (missingFields.length > 0)
    remarks.push(
      `${missingFields.join(', ')} was not kept, so conditions on it hold for nothing here. Replay once more to count them.`,
    );
  return el(
    'header',
    { class: 'head' },
    el('h1', {}, `Replay of ${logs.join(', ')}`),
    el('p', { class: 'note' }, `Against ${file}${again ? ', counted again after an edit' : ''}`),
    ...remarks.map(remark => el('p', { class: 'remark-box', role: 'note' }, remark)),
  );
}

function tiles(
  { seen, logged, deadCount, tried, kept, again }: ReplayReport,
  loggedFirst: number,
): HTMLElement {
  const tile = (value: string, label: string, more = ''): HTMLElement =>
    el(
      'div',
      { class: 'tile' },
      el('p', { class: 'value' }, value),
      el('p', {}, label),
      more === '' ? null : el('p', { class: 'note' }, more),
    );
  const change = logged - loggedFirst;
  // A part of the events cannot be held against all of them.
  const told =
    !again || kept.capped
      ? ''
      : change === 0
        ? 'as many as at first'
        : `${change > 0 ? '+' : '−'}${number(Math.abs(change))} since the replay`;
  return el(
    'section',
    { class: 'tiles', 'aria-label': 'Summary' },
    tile(percent(logged, seen), `${number(logged)} of ${number(seen)} events are logged`, told),
    tile(
      number(deadCount),
      'blocks, Rules and conditions decided nothing',
      `of ${number(tried)} for events in the log`,
    ),
  );
}

function eventTable({ events }: ReplayReport): HTMLElement {
  const head = (name: string, className = ''): HTMLElement =>
    el('th', { scope: 'col', class: className }, name);
  return el(
    'section',
    {},
    el('h2', {}, 'Events'),
    el(
      'table',
      { class: 'replay' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          head('Id', 'number'),
          head('Event'),
          head('Seen', 'number'),
          head('Logged', 'number'),
          head('Share', 'number'),
          el('td', {}),
        ),
      ),
      el('tbody', {}, ...events.map(eventRow)),
    ),
  );
}

function eventRow({ eventId, event, title, seen, logged }: ReplayEvent): HTMLElement {
  return el(
    'tr',
    { class: logged === 0 ? 'none' : '' },
    el('td', { class: 'number' }, String(eventId)),
    el(
      'th',
      { scope: 'row' },
      button(
        { class: 'link', title: `About event ${eventId} in the Event Atlas` },
        () => post({ type: 'atlas', event: eventId }),
        event ?? title,
      ),
    ),
    el('td', { class: 'number' }, number(seen)),
    el('td', { class: 'number' }, number(logged)),
    el('td', { class: 'number' }, percent(logged, seen)),
    el('td', { class: 'bar-cell', 'aria-hidden': 'true' }, meter(logged / Math.max(1, seen))),
  );
}

function meter(share: number): HTMLElement {
  const bar = el('span', { class: 'meter-bar' });
  // The policy of the page forbids style attributes; the style object is the script's own.
  bar.style.width = `${Math.round(share * 100)}%`;
  bar.hidden = share === 0;
  return el('div', { class: 'meter' }, bar);
}

function processes({ events }: ReplayReport): HTMLElement {
  const loud = events
    .filter(({ logged, processes: of }) => logged > 0 && of.length > 0)
    .sort((a, b) => b.logged - a.logged);
  return el(
    'section',
    {},
    el('h2', {}, 'Loudest processes'),
    loud.length === 0 ? el('p', { class: 'note' }, 'Nothing is logged.') : null,
    ...loud.map((event, index) => processTable(event, index < OPEN_AT_FIRST)),
  );
}

function processTable(event: ReplayEvent, isLoud: boolean): HTMLElement {
  const { eventId, event: tag, title, logged, processField, processes: all, others } = event;
  const listed = all.filter(process => process.logged > 0);
  const isOpen = opened.has(eventId) || (isLoud && !closed.has(eventId));
  const details = el(
    'details',
    { class: 'loud', open: isOpen },
    el(
      'summary',
      {},
      `${tag ?? title} (${eventId})`,
      el('span', { class: 'note' }, ` ${number(logged)} logged, by ${processField ?? ''}`),
    ),
    el(
      'table',
      { class: 'replay' },
      el(
        'tbody',
        {},
        ...listed.map(({ name, seen, logged: own }) =>
          el(
            'tr',
            {},
            el('td', { class: 'number' }, number(own)),
            el('td', { class: 'number note' }, percent(own, seen)),
            el('th', { scope: 'row', class: 'path' }, name),
            el('td', {}, tag === null || name === '-' ? null : excludeButton(event, name)),
          ),
        ),
        others.logged > 0
          ? el(
              'tr',
              {},
              el('td', { class: 'number' }, number(others.logged)),
              el('td', {}),
              el('td', { class: 'note' }, 'all others'),
              el('td', {}),
            )
          : null,
      ),
    ),
  );
  details.addEventListener('toggle', () => {
    (details.open ? closed : opened).delete(eventId);
    (details.open ? opened : closed).add(eventId);
  });
  return details;
}

function excludeButton({ eventId, processField, event }: ReplayEvent, name: string): HTMLElement {
  return button(
    {
      class: 'secondary',
      title: `Writes an exclude for ${event ?? ''} of this program into the configuration`,
      'aria-label': `Exclude this…: ${name} from ${event ?? ''}`,
    },
    () => post({ type: 'exclude', event: eventId, field: processField ?? 'Image', process: name }),
    'Exclude this…',
  );
}

function decided({ blocks, seen }: ReplayReport): HTMLElement {
  const parts = blocks
    .flatMap((block): (ReplayPart & { readonly block: ReplayBlock })[] =>
      (block.parts.length > 0 ? block.parts : [block])
        .filter(({ hits }) => hits > 0)
        .map(part => ({ ...part, block })),
    )
    .sort((a, b) => b.hits - a.hits)
    .slice(0, LISTED_PARTS);
  return el(
    'section',
    {},
    el('h2', {}, 'What decided most'),
    el(
      'table',
      { class: 'replay' },
      el(
        'tbody',
        {},
        ...parts.map(({ kind, range, hits, block }) =>
          el(
            'tr',
            {},
            el('td', { class: 'number' }, number(hits)),
            el('td', { class: 'number note' }, percent(hits, seen)),
            el(
              'th',
              { scope: 'row' },
              `${block.onmatch === 'include' ? 'logged' : 'excluded'}: ${block.event}, ${kind === 'rule' ? 'Rule' : kind}`,
            ),
            el('td', {}, jump(range)),
          ),
        ),
      ),
    ),
  );
}

function jump(range: ReplayPart['range']): HTMLElement {
  const line = range.start.line + 1;
  return button(
    { class: 'jump', 'aria-label': `Line ${line}` },
    () => post({ type: 'reveal', range }),
    String(line),
  );
}

function dead({ dead: listed, deadCount }: ReplayReport): HTMLElement | string {
  if (deadCount === 0) return '';
  const shown = listed.slice(0, LISTED_DEAD);
  const more = deadCount - shown.length;
  return el(
    'section',
    {},
    el('h2', {}, 'What decided nothing'),
    el(
      'p',
      { class: 'note' },
      'For events that the log has. Rules for rare things are seldom used, and worth keeping all the same.',
    ),
    el(
      'details',
      { class: 'loud' },
      el('summary', {}, plural(deadCount, 'line')),
      el(
        'p',
        { class: 'jumps' },
        ...shown.map(({ range }) => jump(range)),
        more > 0 ? ` and ${number(more)} more` : null,
      ),
    ),
  );
}

function names({ ruleNames }: ReplayReport): HTMLElement | string {
  if (ruleNames.length === 0) return '';
  return el(
    'section',
    {},
    el('h2', {}, 'RuleName of what is logged'),
    el(
      'table',
      { class: 'replay' },
      el(
        'tbody',
        {},
        ...ruleNames
          .slice(0, LISTED_NAMES)
          .map(({ name, logged }) =>
            el(
              'tr',
              {},
              el('td', { class: 'number' }, number(logged)),
              el('th', { scope: 'row', class: name === null ? 'note' : '' }, name ?? 'none'),
            ),
          ),
      ),
    ),
  );
}

function number(count: number): string {
  return count.toLocaleString('en');
}

function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0 %';
  const share = (100 * part) / whole;
  return share < 0.1 ? '<0.1 %' : `${share.toFixed(share < 10 ? 1 : 0)} %`;
}

receive<ToReplay>(message => {
  const y = window.scrollY;
  render(message);
  window.scrollTo(0, y);
});
