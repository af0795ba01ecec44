/** The Event Atlas in its webview: the picture, and the page of what was chosen in it. */
import type { AtlasConfiguration, ToAtlas } from '../views/messages.ts';
import type { Atlas, Platform } from '../views/results.ts';
import { drawMap, forgetFonts, keyOf } from './atlasMap.ts';
import { backgroundPage, eventPage, mechanismPage, type PageActions } from './atlasPages.ts';
import { button, el, on } from './dom.ts';
import { post, receive, remember, restored } from './host.ts';
import { type Amount, AMOUNTS, amountIcon } from './states.ts';

const root = document.getElementById('root')!;

let atlas: Atlas | null = null;
let configuration: AtlasConfiguration | null = null;

/** `page` is `map`, `background`, `event-11` or `mechanism-minifilter`; `platform` is empty until one is chosen. */
const state = restored({ page: 'map', platform: '', scroll: 0 });

function platform(): Platform {
  if (state.platform === 'windows' || state.platform === 'linux') return state.platform;
  return atlas?.platform ?? 'windows';
}

const actions: PageActions = {
  openEvent: id => open(keyOf.event(id)),
  openMechanism: id => open(keyOf.mechanism(id)),
  openMap: () => open('map'),
};

/** Shows another page, and leads the keyboard there: to its title, or back to where the picture was left. */
function open(page: string): void {
  const before = state.page;
  state.page = page;
  if (before === 'map') state.scroll = window.scrollY;
  remember(state);
  render();
  if (page === 'map') {
    window.scrollTo(0, state.scroll);
    root.querySelector<SVGElement>(`[data-key="${CSS.escape(before)}"]`)?.focus();
  } else {
    window.scrollTo(0, 0);
    document.getElementById('page-title')?.focus();
  }
}

function render(): void {
  if (!atlas) return;
  root.removeAttribute('aria-busy');
  root.replaceChildren(header(), page(atlas));
}

function header(): HTMLElement {
  const tab = (page: string, label: string): HTMLElement =>
    button(
      {
        class: 'tab',
        'aria-current': (page === 'background') === (state.page === 'background') ? 'page' : null,
      },
      () => open(page),
      label,
    );
  const choice = (value: Platform, label: string): HTMLElement => {
    const input = el('input', {
      type: 'radio',
      name: 'platform',
      value,
      checked: platform() === value,
      id: `platform-${value}`,
    });
    on(input, {
      change() {
        state.platform = value;
        remember(state);
        render();
        document.getElementById(`platform-${value}`)?.focus();
      },
    });
    return el('label', {}, input, el('span', {}, label));
  };
  return el(
    'header',
    { class: 'bar' },
    el(
      'nav',
      { class: 'tabs', 'aria-label': 'Event Atlas' },
      tab('map', 'Event Atlas'),
      tab('background', 'Background'),
    ),
    el(
      'fieldset',
      { class: 'switch' },
      el('legend', {}, 'Platform'),
      choice('windows', 'Windows'),
      choice('linux', 'Linux'),
    ),
  );
}

function page(data: Atlas): HTMLElement {
  const [, kind, id] = /^(event|mechanism)-(.+)$/.exec(state.page) ?? [];
  if (kind === 'event') {
    const event = data.events.find(each => String(each.id) === id);
    const own = configuration?.events.find(each => String(each.id) === id);
    if (event) {
      const outcome = configuration && own ? { file: configuration.file, event: own } : null;
      return eventPage(data, event, platform(), outcome, actions);
    }
  }
  if (kind === 'mechanism') {
    const layers = [...data.layers.windows, ...data.layers.linux];
    const mechanism = layers.flatMap(({ mechanisms }) => mechanisms).find(each => each.id === id);
    if (mechanism) return mechanismPage(data, mechanism, actions);
  }
  if (state.page === 'background') return backgroundPage(data, platform(), actions);
  return mapPage(data);
}

function mapPage(data: Atlas): HTMLElement {
  // What it does on the other platform is another question.
  const own = configuration?.platform === platform() ? configuration : null;
  const coverage = new Map((own?.events ?? []).map(event => [event.id, event]));
  const picture = drawMap(
    {
      atlas: data,
      platform: platform(),
      coverage,
      file: own?.file ?? null,
      width: Math.max(600, document.documentElement.clientWidth - 48),
    },
    actions,
  );
  return el(
    'section',
    { class: 'map-page' },
    el('h1', { class: 'title', id: 'page-title', tabindex: -1 }, 'Where Sysmon’s events come from'),
    el(
      'div',
      { class: 'under' },
      el(
        'p',
        {},
        'Each line leads from a mechanism through its events to the log. Choose one to see what it logs, what it misses and how to see it at work.',
      ),
      legend(),
    ),
    el('div', { class: 'map-scroll' }, picture),
  );
}

function legend(): HTMLElement {
  if (!configuration) {
    return el('p', { class: 'legend' }, 'Open a configuration to see what it does with each event.');
  }
  if (configuration.platform !== platform()) {
    const meant = configuration.platform === 'linux' ? 'Linux' : 'Windows';
    return el('p', { class: 'legend' }, `${configuration.file} is meant for Sysmon on ${meant}.`);
  }
  const counts: Record<Amount, number> = { all: 0, some: 0, none: 0 };
  for (const event of configuration.events) counts[AMOUNTS[event.state]]++;
  const entry = (amount: Amount, label: string): HTMLElement =>
    el('span', { class: 'entry' }, amountIcon(amount), ` ${label}: ${counts[amount]}`);
  return el(
    'p',
    { class: 'legend' },
    button({ class: 'link' }, () => post({ type: 'coverage' }), configuration.file),
    entry('all', 'all logged'),
    entry('some', 'filtered'),
    entry('none', 'off'),
  );
}

receive<ToAtlas>(message => {
  switch (message.type) {
    case 'atlas':
      atlas = message.atlas;
      render();
      break;
    case 'configuration': {
      configuration = message.configuration;
      // What has the keyboard keeps it, though it is drawn anew.
      const key = document.activeElement?.getAttribute('data-key');
      render();
      if (key) root.querySelector<SVGElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
      break;
    }
    case 'show':
      open(keyOf.event(message.event));
      break;
  }
});

let width = document.documentElement.clientWidth;
let resizing: ReturnType<typeof setTimeout> | undefined;
window.addEventListener('resize', () => {
  clearTimeout(resizing);
  resizing = setTimeout(() => {
    if (width === document.documentElement.clientWidth || state.page !== 'map') return;
    width = document.documentElement.clientWidth;
    render();
  }, 100);
});

// The editor changes the class when its theme changes, and with it maybe the fonts.
new MutationObserver(() => {
  forgetFonts();
  if (state.page === 'map') render();
}).observe(document.body, { attributeFilter: ['class'] });
