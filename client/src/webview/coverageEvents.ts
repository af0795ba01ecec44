/** The table of all events with what becomes of them. */
import type { EventCoverage } from '../views/results.ts';
import { button, el, plural } from './dom.ts';
import { post } from './host.ts';
import { AMOUNTS, amountIcon, stateLabel } from './states.ts';

export function eventTable(events: readonly EventCoverage[]): HTMLElement {
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
