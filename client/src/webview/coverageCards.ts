/** A card for each tactic with its techniques, which open to their rules. */
import type { RulePlace, TechniqueCoverage, UnknownTechnique } from '../views/results.ts';
import { button, el, plural } from './dom.ts';
import { post } from './host.ts';

/** The cards in columns, each card under the shortest, which no style sheet does for cards of such unlike height. */
export function spread(container: HTMLElement, cards: readonly HTMLElement[]): void {
  const count = columnCount();
  const columns = Array.from({ length: Math.min(count, cards.length) }, () => ({
    element: el('div', { class: 'column' }),
    height: 0,
  }));
  for (const card of cards) {
    const [first, ...others] = columns;
    if (!first) break;
    const column = others.reduce((least, each) => (each.height < least.height ? each : least), first);
    column.element.append(card);
    column.height += 3 + card.querySelectorAll('.technique').length;
  }
  container.replaceChildren(...columns.map(({ element }) => element));
}

/** How many columns there is room for. */
export function columnCount(): number {
  return Math.max(1, Math.floor((document.documentElement.clientWidth - 32) / COLUMN_WIDTH));
}

const COLUMN_WIDTH = 310;

/** Techniques whose rules are shown, by tactic and id; not worth keeping while the page is hidden. */
const expanded = new Set<string>();

export function card(
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

export function techniqueItem(technique: TechniqueCoverage | UnknownTechnique, tactic: string): HTMLElement {
  const { id, rules, excluded, places } = technique;
  const name = 'name' in technique ? technique.name : '';
  // The id of a sub-technique says what it belongs to, and the full name is long.
  const short = name.includes(': ') ? name.slice(name.indexOf(': ') + 2) : name;
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
    el('span', { class: 'technique-name', title: name }, short),
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
