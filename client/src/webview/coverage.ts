/** The coverage of a configuration in its webview: all events with their state, and techniques by tactic. */
import type { ToCoverage } from '../views/messages.ts';
import type {
  Coverage,
  EventCoverage,
  RulePlace,
  TechniqueCoverage,
  UnknownTechnique,
} from '../views/results.ts';
import { button, type Child, el, on, plural } from './dom.ts';
import { post, receive, remember, restored } from './host.ts';
import { type Amount, AMOUNTS, amountIcon, stateLabel } from './states.ts';

const root = document.getElementById('root')!;

let file = '';
let coverage: Coverage | null = null;
let empty = false;

const state = restored({ filter: '', scroll: 0 });
/** Techniques whose rules are shown, by tactic and id; more than a name is not worth keeping while hidden. */
const expanded = new Set<string>();

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
      el(
        'div',
        { class: 'tactics' },
        ...tactics.map(tactic =>
          card(
            tactic.name,
            `${tactic.covered} of ${tactic.known}`,
            tactic.covered / tactic.known,
            tactic.techniques.map(technique => techniqueItem(technique, tactic.id)),
          ),
        ),
        unknown.length === 0
          ? null
          : card(
              `Not in ATT&CK ${data.attack.version}`,
              plural(unknown.length, 'id'),
              null,
              unknown.map(each => techniqueItem(each, 'unknown')),
            ),
      ),
    ),
  );
  const count = document.getElementById('count');
  const text =
    words.length === 0 ? '' : `${plural(events.length, 'event')}, ${plural(techniques, 'technique')}`;
  if (count && count.textContent !== text) count.textContent = text;
}

function eventTable(events: readonly EventCoverage[]): HTMLElement {
  const head = (name: string, className = ''): HTMLElement =>
    el('th', { scope: 'col', class: className }, name);
  return el(
    'section',
    {},
    el('h2', {}, 'Events'),
    events.length === 0
      ? el('p', { class: 'note' }, 'No event fits the filter.')
      : el(
          'table',
          { class: 'events' },
          el(
            'thead',
            {},
            el('tr', {}, head('Id', 'number'), head('Event'), head('State'), head('Lines'), head('Why')),
          ),
          el('tbody', {}, ...events.map(eventRow)),
        ),
  );
}

function eventRow(event: EventCoverage): HTMLElement {
  const { id, tag, title, blocks, blockCount, sentence, remark } = event;
  // What an include or an exclude does the state says already.
  const isPlain = AMOUNTS[event.state] === 'some';
  const listed = blocks.slice(0, 4);
  const more = blockCount - listed.length;
  return el(
    'tr',
    { class: AMOUNTS[event.state] },
    el('td', { class: 'number' }, String(id)),
    el(
      'th',
      { scope: 'row' },
      button(
        { class: 'link', title: `About event ${id} in the Event Atlas` },
        () => post({ type: 'atlas', event: id }),
        tag ?? title,
      ),
      tag === null ? null : el('span', { class: 'event-about' }, title),
    ),
    el(
      'td',
      { class: 'state' },
      el(
        'span',
        { class: `pill ${event.state}`, title: sentence },
        amountIcon(AMOUNTS[event.state]),
        ` ${stateLabel(event)}`,
      ),
    ),
    el(
      'td',
      { class: 'jumps' },
      ...listed.map(({ range, onmatch, conditions }) =>
        button(
          {
            class: 'jump',
            'aria-label': `Line ${range.start.line + 1}: ${onmatch ?? 'not loaded'} block of ${tag ?? title}`,
            title: onmatch === null ? 'not loaded' : `${onmatch}, ${plural(conditions, 'condition')}`,
          },
          () => post({ type: 'reveal', range }),
          String(range.start.line + 1),
        ),
      ),
      more > 0 ? el('span', { class: 'note' }, `+${more}`) : null,
    ),
    el('td', { class: 'why' }, [isPlain ? '' : sentence, remark].filter(Boolean).join(' ')),
  );
}

function card(
  title: string,
  remark: string,
  share: number | null,
  items: readonly HTMLElement[],
): HTMLElement {
  const card = el(
    'section',
    { class: 'card', 'aria-label': title },
    el('h3', {}, title, el('span', { class: 'note' }, remark)),
    share === null
      ? null
      : el('div', { class: 'meter', 'aria-hidden': 'true' }, el('span', { class: 'meter-bar' })),
    el('ul', {}, ...items),
  );
  // The policy of the page forbids style attributes; the style object is the script's own.
  const bar = card.querySelector<HTMLElement>('.meter-bar');
  if (bar && share !== null) bar.style.width = `${Math.round(share * 100)}%`;
  return card;
}

function techniqueItem(technique: TechniqueCoverage | UnknownTechnique, tactic: string): HTMLElement {
  const { id, rules, excluded, places } = technique;
  const name = 'name' in technique ? technique.name : '';
  const key = `${tactic} ${id}`;
  const item = el('li', {});
  const list = el('ol', { class: 'rules' });
  const show = (isOpen: boolean): void => {
    toggle.setAttribute('aria-expanded', String(isOpen));
    // Filled only when it is looked at: all the rules together can be tens of thousands.
    if (isOpen) list.replaceChildren(...ruleItems(places, rules + excluded));
    list.hidden = !isOpen;
    if (isOpen) expanded.add(key);
    else expanded.delete(key);
  };
  const toggle = button(
    { class: `technique ${heat(rules)}`, 'aria-expanded': 'false' },
    () => show(toggle.getAttribute('aria-expanded') !== 'true'),
    el('span', { class: 'technique-id' }, id),
    el('span', { class: 'technique-name' }, name),
    el(
      'span',
      { class: 'technique-count' },
      rules > 0 || excluded === 0 ? plural(rules, 'rule') : plural(excluded, 'exclude rule'),
    ),
  );
  item.append(toggle, list);
  show(expanded.has(key));
  return item;
}

/** A step of five, so that much and little can be told at a glance. */
function heat(rules: number): string {
  if (rules === 0) return 'heat-0';
  if (rules === 1) return 'heat-1';
  if (rules < 4) return 'heat-2';
  if (rules < 10) return 'heat-3';
  return rules < 50 ? 'heat-4' : 'heat-5';
}

function ruleItems(places: readonly RulePlace[], count: number): HTMLElement[] {
  const items = places.map(({ range, event, onmatch, name }, index) =>
    el(
      'li',
      {},
      button({ class: 'jump' }, () => post({ type: 'reveal', range }), `Line ${range.start.line + 1}`),
      ` ${event}${onmatch === 'exclude' ? ' exclude' : ''} `,
      // Rules of one technique mostly have one name, which is said once.
      name === places[index - 1]?.name ? null : el('span', { class: 'rule-name' }, name),
    ),
  );
  const more = count - places.length;
  return more > 0 ? [...items, el('li', { class: 'note' }, `and ${plural(more, 'more rule')}`)] : items;
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
