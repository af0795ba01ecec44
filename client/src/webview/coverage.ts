/** The coverage of a configuration in its webview: all events with their state, and techniques by tactic. */
import type { ToCoverage } from '../views/messages.ts';
import type { Coverage } from '../views/results.ts';
import { card, columnCount, spread, techniqueItem } from './coverageCards.ts';
import { eventTable } from './coverageEvents.ts';
import { button, type Child, el, on, plural } from './dom.ts';
import { post, receive, remember, restored } from './host.ts';
import { type Amount, AMOUNTS, amountIcon, stateLabel } from './states.ts';

const root = document.getElementById('root')!;

let file = '';
let coverage: Coverage | null = null;
let empty = false;

const state = restored({ document: '', filter: '', scroll: 0 });

function render(): void {
  root.removeAttribute('aria-busy');
  if (!coverage) {
    root.replaceChildren(
      el('h1', {}, 'Coverage'),
      el('p', {}, empty ? `${file} is no Sysmon configuration, or it is not served.` : ''),
    );
    return;
  }
  const shown = el('div', { class: 'shown' });
  root.replaceChildren(heading(coverage), tiles(coverage), toolbar(coverage, shown), shown, footer(coverage));
  renderShown(coverage, shown);
}

function heading({ schema, platform, remarks }: Coverage): HTMLElement {
  return el(
    'header',
    { class: 'head' },
    el('h1', {}, `Coverage of ${file}`),
    el(
      'p',
      { class: 'note' },
      `For Sysmon schema ${schema} on ${platform === 'linux' ? 'Linux' : 'Windows'}`,
    ),
    ...remarks.map(remark => el('p', { class: 'remark-box', role: 'note' }, remark)),
  );
}

function tiles({ counts, events, tactics, techniques, unknown }: Coverage): HTMLElement {
  const covered = techniques.filter(({ rules }) => rules > 0).length;
  const used = tactics.filter(tactic => tactic.covered > 0).length;
  const amounts: Record<Amount, number> = { all: 0, some: 0, none: 0 };
  for (const event of events) amounts[AMOUNTS[event.state]]++;
  const tile = (value: string, label: string, ...more: readonly Child[]): HTMLElement =>
    el('div', { class: 'tile' }, el('p', { class: 'value' }, value), el('p', {}, label), ...more);
  const entry = (amount: Amount, label: string): HTMLElement =>
    el('span', { class: 'entry' }, amountIcon(amount), ` ${label} ${amounts[amount]}`);
  return el(
    'section',
    { class: 'tiles', 'aria-label': 'Summary' },
    tile(
      `${counts.logged} of ${counts.events}`,
      'events are logged',
      el('p', { class: 'legend' }, entry('all', 'all'), entry('some', 'filtered'), entry('none', 'off')),
    ),
    tile(
      String(covered),
      `ATT&CK techniques in ${used} of ${tactics.length} tactics`,
      unknown.length === 0
        ? null
        : el('p', { class: 'note' }, `${plural(unknown.length, 'id')} not in ATT&CK`),
    ),
    tile(
      counts.conditions.toLocaleString('en'),
      'conditions',
      el('p', { class: 'note' }, `in ${plural(counts.blocks, 'event block')}`),
    ),
  );
}

function toolbar(data: Coverage, shown: HTMLElement): HTMLElement {
  const input = el('input', {
    type: 'search',
    id: 'filter',
    placeholder: 'Event, state, technique or tactic',
    value: state.filter,
    spellcheck: 'false',
  });
  on(input, {
    input() {
      state.filter = input.value;
      remember(state);
      renderShown(data, shown);
    },
  });
  const exporting = (format: 'layer' | 'svg' | 'png', label: string, title: string): HTMLElement =>
    button({ class: 'secondary', title }, () => post({ type: 'export', format }), label);
  return el(
    'div',
    { class: 'toolbar' },
    el('label', { for: 'filter' }, 'Filter'),
    input,
    el('span', { class: 'count', id: 'count', role: 'status' }),
    el(
      'span',
      { class: 'exports', role: 'group', 'aria-label': 'Export' },
      'Export',
      exporting('layer', 'Navigator layer', 'A layer file for the ATT&CK Navigator'),
      exporting('svg', 'SVG', 'A picture for a report, as SVG'),
      exporting('png', 'PNG', 'A picture for a report, as PNG'),
    ),
  );
}

function renderShown(data: Coverage, shown: HTMLElement): void {
  const words = state.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (...texts: readonly (string | null)[]): boolean => {
    const text = texts.join(' ').toLowerCase();
    return words.every(word => text.includes(word));
  };
  const events = data.events.filter(event =>
    fits(String(event.id), event.tag, event.title, stateLabel(event)),
  );
  const tactics = data.tactics
    .map(tactic => ({
      ...tactic,
      techniques: data.techniques.filter(
        ({ id, name, tactics: of, events: logs }) =>
          of.includes(tactic.id) && fits(id, name, tactic.name, ...logs),
      ),
    }))
    .filter(({ techniques }) => techniques.length > 0);
  const unknown = data.unknown.filter(({ id }) => fits(id, 'not in att&ck', 'unknown'));
  const container = el('div', { class: 'tactics' });
  const cards = [
    ...tactics.map(tactic =>
      card(
        tactic.name,
        `${tactic.covered} of ${tactic.known}`,
        tactic.covered / tactic.known,
        tactic.techniques.map(technique => techniqueItem(technique, tactic.id)),
      ),
    ),
    ...(unknown.length === 0
      ? []
      : [
          card(
            `Not in ATT&CK ${data.attack.version}`,
            plural(unknown.length, 'id'),
            null,
            unknown.map(each => techniqueItem(each, 'unknown')),
          ),
        ]),
  ];
  let columns = columnCount();
  spread(container, cards);
  window.onresize = () => {
    if (columns === columnCount()) return;
    columns = columnCount();
    spread(container, cards);
  };
  const techniques = new Set(tactics.flatMap(tactic => tactic.techniques.map(({ id }) => id))).size;
  shown.replaceChildren(
    eventTable(events),
    el(
      'section',
      {},
      el('h2', {}, 'ATT&CK techniques that rules name'),
      data.techniques.length + data.unknown.length === 0
        ? el(
            'p',
            {},
            'No rule names a technique. Names such as ',
            el('code', {}, 'technique_id=T1059.001'),
            ' in a Rule, a condition or a RuleGroup are counted here.',
          )
        : null,
      container,
    ),
  );
  const count = document.getElementById('count');
  const text =
    words.length === 0 ? '' : `${plural(events.length, 'event')}, ${plural(techniques, 'technique')}`;
  if (count && count.textContent !== text) count.textContent = text;
}

function footer({ attack }: Coverage): HTMLElement {
  return el('footer', {}, el('p', { class: 'note' }, `ATT&CK ${attack.version}. ${attack.notice}`));
}

/** Draws the picture twice as large, so that it is sharp on paper, and sends it back. */
function draw(source: string): void {
  const image = new Image();
  image.onload = () => {
    // Browsers refuse larger ones.
    const scale = Math.min(2, 16_000 / Math.max(image.width, image.height));
    const canvas = el('canvas', {
      width: Math.round(image.width * scale),
      height: Math.round(image.height * scale),
    });
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    post({ type: 'png', data: canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '') });
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
}

receive<ToCoverage>(message => {
  if (message.type === 'draw') {
    draw(message.svg);
    return;
  }
  const isFirst = coverage === null;
  const hadFilter = document.activeElement?.id === 'filter';
  const y = isFirst ? state.scroll : window.scrollY;
  file = message.file;
  state.document = message.document;
  remember(state);
  coverage = message.coverage;
  empty = coverage === null;
  render();
  window.scrollTo(0, y);
  if (hadFilter) document.getElementById('filter')?.focus();
});

let scrolling: ReturnType<typeof setTimeout> | undefined;
window.addEventListener('scroll', () => {
  clearTimeout(scrolling);
  scrolling = setTimeout(() => {
    state.scroll = window.scrollY;
    remember(state);
  }, 200);
});
