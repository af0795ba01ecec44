import type { EventCoverage, EventState } from '../views/results.ts';
import { svg } from './dom.ts';

/** How much of an event is logged, as it is drawn: form and words tell it, the colour only helps. */
export type Amount = 'all' | 'some' | 'none';

export const AMOUNTS: Readonly<Record<EventState, Amount>> = {
  everything: 'all',
  default: 'all',
  include: 'some',
  exclude: 'some',
  both: 'some',
  off: 'none',
};

export function stateLabel({ state, includes, excludes }: EventCoverage): string {
  const [included, excluded] = [includes.toLocaleString('en'), excludes.toLocaleString('en')];
  switch (state) {
    case 'include':
      return `include ${included}`;
    case 'exclude':
      return `all but ${excluded}`;
    case 'both':
      return `include ${included}, exclude ${excluded}`;
    case 'default':
      return 'by default';
    case 'everything':
    case 'off':
      return state;
  }
}

/** A disc: full, half full or empty. */
export function amountMark(amount: Amount, x: number, y: number, radius: number): SVGGElement {
  const mark = svg('g', { class: `amount ${amount}` });
  mark.append(svg('circle', { class: 'rim', cx: x, cy: y, r: radius }));
  if (amount === 'all') mark.append(svg('circle', { class: 'fill', cx: x, cy: y, r: radius - 2 }));
  if (amount === 'some') {
    const r = radius - 2;
    mark.append(svg('path', { class: 'fill', d: `M${x - r} ${y}A${r} ${r} 0 0 0 ${x + r} ${y}Z` }));
  }
  return mark;
}

/** The same in a line of text. */
export function amountIcon(amount: Amount): SVGSVGElement {
  return svg(
    'svg',
    { class: 'icon', width: 14, height: 14, viewBox: '0 0 14 14', 'aria-hidden': 'true' },
    amountMark(amount, 7, 7, 6),
  );
}
