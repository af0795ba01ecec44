/** The picture of the atlas, drawn from the layout. */
import type { Atlas, AtlasEvent, AtlasMechanism, EventCoverage, Platform } from '../views/results.ts';
import { atlasLayout, type Box, neighbour, UNWRITTEN } from './atlasLayout.ts';
import { on, svg } from './dom.ts';
import { AMOUNTS, amountMark, stateLabel } from './states.ts';

export interface MapActions {
  openEvent(id: number): void;
  openMechanism(id: string): void;
}

export interface MapInput {
  readonly atlas: Atlas;
  readonly platform: Platform;
  /** What the open configuration does with each event; empty without one. */
  readonly coverage: ReadonlyMap<number, EventCoverage>;
  readonly file: string | null;
  readonly width: number;
}

const ARROWS = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const;

/** Keys of the things that can be focused: `event-11`, `mechanism-minifilter`. */
export const keyOf = {
  event: (id: number): string => `event-${id}`,
  mechanism: (id: string): string => `mechanism-${id}`,
};

export function drawMap(input: MapInput, actions: MapActions): SVGSVGElement {
  const { atlas, platform } = input;
  const layers = atlas.layers[platform];
  const layout = atlasLayout(
    layers,
    atlas.events.map(({ id, mechanisms }) => ({ id, mechanisms: mechanisms[platform] })),
    input.width,
  );
  const events = new Map(atlas.events.map(event => [event.id, event]));
  const mechanisms = new Map(layers.flatMap(layer => layer.mechanisms).map(each => [each.id, each]));
  const stops: Stop[] = [];
  const add = (group: SVGGElement, stop: Stop): void => {
    stops.push(stop);
    group.append(stop.whole);
  };
  const picture = svg('svg', {
    class: 'map',
    width: layout.width,
    height: layout.height,
    viewBox: `0 0 ${layout.width} ${layout.height}`,
    role: 'group',
    'aria-label': `Where the events of Sysmon for ${platform === 'linux' ? 'Linux' : 'Windows'} come from`,
  });

  const groups = new Map<string, SVGGElement>();
  for (const band of layout.bands) {
    const layer = layers.find(({ id }) => id === band.id);
    const title = layer?.title ?? 'Not written on this platform';
    const text = layer?.text ?? 'Their blocks are accepted in a configuration, and nothing comes of them.';
    const group = svg('g', { class: `band ${band.id}`, role: 'group', 'aria-label': title });
    const heading = svg('text', { class: 'band-title', x: band.x + 16, y: band.y + 26 }, title.toUpperCase());
    const after = band.x + 30 + textWidth(title.toUpperCase(), 'band-title');
    group.append(
      svg('rect', { class: 'band-box', ...boxOf(band), rx: 10 }),
      heading,
      svg(
        'text',
        { class: 'band-text', x: after, y: band.y + 26 },
        fit(text, band.x + band.width - after - 16, 'band-text'),
      ),
    );
    groups.set(band.id, group);
    picture.append(group);
  }
  const flows = svg('g', { class: 'flows', 'aria-hidden': 'true' });
  const logEdge = layout.log.x;
  for (const { mechanism, path } of layout.flows) {
    const layer = layout.mechanisms.find(({ id }) => id === mechanism)?.layer ?? '';
    flows.append(svg('path', { class: `flow ${layer}`, d: path }));
    const y = /^M\S+ (\S+)H/.exec(path)?.[1];
    if (y !== undefined) {
      // Which way it flows.
      const [top, bottom] = [Number(y) - 5, Number(y) + 5];
      const arrow = `M${logEdge - 7} ${top}L${logEdge} ${y}L${logEdge - 7} ${bottom}`;
      flows.append(svg('path', { class: `flow ${layer}`, d: arrow }));
    }
  }
  picture.append(flows, drawLog(layout.log, atlas.log[platform]));

  for (const layer of layers) {
    const group = svg('g', { class: `stops ${layer.id}`, role: 'group', 'aria-label': layer.title });
    for (const { id } of layer.mechanisms) {
      const box = layout.mechanisms.find(each => each.id === id);
      const mechanism = mechanisms.get(id);
      if (!box || !mechanism) continue;
      add(
        group,
        drawMechanism(box, mechanism, () => actions.openMechanism(id)),
      );
      for (const event of layout.events) {
        const own = events.get(event.id);
        if (own?.mechanisms[platform].find(each => mechanisms.has(each)) !== id) continue;
        add(
          group,
          drawEvent(event, own, input, () => actions.openEvent(event.id)),
        );
      }
    }
    picture.append(group);
  }
  const rest = layout.events.filter(({ layer }) => layer === UNWRITTEN);
  if (rest.length > 0) {
    const group = svg('g', {
      class: `stops ${UNWRITTEN}`,
      role: 'group',
      'aria-label': 'Not written on this platform',
    });
    for (const box of rest) {
      const event = events.get(box.id);
      if (!event) continue;
      add(
        group,
        drawEvent(box, event, input, () => actions.openEvent(box.id)),
      );
    }
    picture.append(group);
  }
  return on(picture, { keydown: event => moveFocus(event as KeyboardEvent, stops) });
}

function moveFocus(event: KeyboardEvent, stops: readonly Stop[]): void {
  const from = stops.find(({ hit }) => hit === document.activeElement);
  if (!from || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  let to: Box | null = null;
  if (event.key === 'Home') to = stops[0]?.box ?? null;
  else if (event.key === 'End') to = stops.at(-1)?.box ?? null;
  else if (event.key in ARROWS) {
    to = neighbour(
      stops.map(({ box }) => box),
      from.box,
      ARROWS[event.key as keyof typeof ARROWS],
    );
  } else return;
  event.preventDefault();
  stops.find(({ box }) => box === to)?.hit.focus();
}

/**
 * A thing in the picture that works like a button: what is seen, and above it what is clicked and has the focus.
 * What is seen is hidden from screen readers, since the label says all of it and what there was no room for.
 */
interface Stop {
  readonly box: Box;
  readonly whole: SVGGElement;
  readonly drawing: SVGGElement;
  readonly hit: SVGRectElement;
}

function createStop(box: Box, key: string, label: string, kind: string, open: () => void): Stop {
  const drawing = svg('g', { 'aria-hidden': 'true' });
  const hit = svg(
    'rect',
    {
      class: 'hit',
      ...boxOf(box),
      rx: 6,
      role: 'button',
      tabindex: 0,
      'aria-label': label,
      'data-key': key,
    },
    svg('title', {}, label),
  );
  on(hit, {
    click: open,
    keydown(event) {
      const { key: pressed } = event as KeyboardEvent;
      if (pressed !== 'Enter' && pressed !== ' ') return;
      event.preventDefault();
      open();
    },
  });
  return { box, whole: svg('g', { class: `stop ${kind}` }, drawing, hit), drawing, hit };
}

function drawMechanism(box: Box, { id, title, api }: AtlasMechanism, open: () => void): Stop {
  const stop = createStop(box, keyOf.mechanism(id), `Mechanism: ${title}`, 'mechanism', open);
  const room = box.width - 28;
  const lines = wrap(title, room, 'mechanism-title', 2);
  const hasApi = box.height > 70 || lines.length === 1;
  const height = lines.length * 17 + (hasApi ? 17 : 0);
  let y = box.y + (box.height - height) / 2 + 13;
  const { drawing } = stop;
  drawing.append(
    svg('rect', { class: 'box', ...boxOf(box), rx: 6 }),
    svg('rect', { class: 'edge', x: box.x, y: box.y, width: 5, height: box.height, rx: 2.5 }),
  );
  for (const line of lines) {
    drawing.append(svg('text', { class: 'mechanism-title', x: box.x + 18, y }, line));
    y += 17;
  }
  if (hasApi) {
    drawing.append(
      svg('text', { class: 'mechanism-api', x: box.x + 18, y }, fit(api[0] ?? '', room, 'mechanism-api')),
    );
  }
  return stop;
}

function drawEvent(
  box: Box,
  { id, tag, title }: AtlasEvent,
  { coverage, file }: MapInput,
  open: () => void,
): Stop {
  const state = coverage.get(id);
  const amount = state ? AMOUNTS[state.state] : null;
  // All events without an element are Sysmon's own, and stand beside its name.
  const name = tag ?? capital(title.replace(/^Sysmon /, ''));
  const about = tag === null ? 'cannot be filtered' : title;
  const outcome = state && file !== null ? `. In ${file}: ${stateLabel(state)}` : '';
  const stop = createStop(
    box,
    keyOf.event(id),
    `Event ${id}, ${tag ?? 'without an element'}: ${title}${outcome}`,
    `event ${amount ?? 'unknown'}`,
    open,
  );
  const number = String(id);
  const nameX = box.x + 24 + textWidth(number, 'event-id');
  const { drawing } = stop;
  drawing.append(
    svg('rect', { class: 'box', ...boxOf(box), rx: 6 }),
    svg('text', { class: 'event-id', x: box.x + 14, y: box.y + 21 }, number),
    svg(
      'text',
      { class: 'event-name', x: nameX, y: box.y + 21 },
      fit(name, box.x + box.width - nameX - (amount ? 32 : 12), 'event-name'),
    ),
    svg(
      'text',
      { class: 'event-title', x: box.x + 14, y: box.y + 40 },
      fit(about, box.width - 26, 'event-title'),
    ),
  );
  if (amount) drawing.append(amountMark(amount, box.x + box.width - 18, box.y + 17, 6));
  return stop;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function drawLog(box: Box, { title, text }: { readonly title: string; readonly text: string }): SVGGElement {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  return svg(
    'g',
    { class: 'log' },
    svg('title', {}, text),
    svg('rect', { class: 'log-box', ...boxOf(box), rx: 8 }),
    svg(
      'text',
      { class: 'log-title', x, y, transform: `rotate(90 ${x} ${y})`, 'text-anchor': 'middle', dy: '0.35em' },
      title,
    ),
  );
}

function boxOf({ x, y, width, height }: Box): { x: number; y: number; width: number; height: number } {
  return { x, y, width, height };
}

const canvas = document.createElement('canvas').getContext('2d');
const fonts = new Map<string, string>();

/** The width of a text in the font that the style sheet gives a class. */
function textWidth(text: string, className: string): number {
  if (!canvas) return text.length * 7;
  let font = fonts.get(className);
  if (font === undefined) {
    const probe = svg('svg', { class: 'map' }, svg('text', { class: className }, 'x'));
    document.body.append(probe);
    const style = getComputedStyle(probe.firstElementChild ?? probe);
    font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    probe.remove();
    fonts.set(className, font);
  }
  canvas.font = font;
  const spacing = className === 'band-title' ? 0.6 : 0;
  return canvas.measureText(text).width + text.length * spacing;
}

/** Forgets measured fonts, when the editor has changed them. */
export function forgetFonts(): void {
  fonts.clear();
}

/** As much of a text as there is room for. */
function fit(text: string, room: number, className: string): string {
  if (textWidth(text, className) <= room) return text;
  let end = text.length - 1;
  while (end > 0 && textWidth(`${text.slice(0, end)}…`, className) > room) end--;
  return end === 0 ? '' : `${text.slice(0, end).trimEnd()}…`;
}

function wrap(text: string, room: number, className: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && (textWidth(longer, className) <= room || lines.length === most)) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  return lines.map(line => fit(line, room, className));
}
