/**
 * Where everything stands in the picture of the atlas: bands for the layers, in each a row or more for a
 * mechanism, and its events like beads on the lines that lead from it to the log. Worked out from the data
 * alone, without a page.
 */
export interface LayoutLayer {
  readonly id: string;
  readonly mechanisms: readonly { readonly id: string }[];
}

export interface LayoutEvent {
  readonly id: number;
  /** The event stands at the first of them; without one it stands in a band of its own. */
  readonly mechanisms: readonly string[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Flow {
  readonly mechanism: string;
  /** Null for a line that all events of a row stand on. */
  readonly event: number | null;
  readonly path: string;
}

export interface AtlasLayout {
  readonly width: number;
  readonly height: number;
  readonly bands: readonly (Box & { readonly id: string })[];
  readonly mechanisms: readonly (Box & { readonly id: string; readonly layer: string })[];
  readonly events: readonly (Box & { readonly id: number; readonly layer: string })[];
  readonly flows: readonly Flow[];
  readonly log: Box;
}

/** The band of events that nothing writes on this platform. */
export const UNWRITTEN = 'unwritten';

const ROW = 52;
const ROW_GAP = 10;
const MECHANISM_GAP = 14;
const PADDING = 16;
const HEADING = 40;
const BAND_GAP = 18;
const GUTTER = 46;
const LOG_WIDTH = 44;
const CHIP_GAP = 14;
const NARROWEST_CHIP = 236;
const MOST_COLUMNS = 4;

/** @param width the width to fill; below some 600 the picture is wider than asked for */
export function atlasLayout(
  layers: readonly LayoutLayer[],
  events: readonly LayoutEvent[],
  width: number,
): AtlasLayout {
  const mechanismWidth = Math.max(170, Math.min(250, Math.round(width * 0.2)));
  const left = PADDING + mechanismWidth + GUTTER;
  const fixed = left + GUTTER + LOG_WIDTH;
  const room = Math.max(NARROWEST_CHIP, width - fixed);
  const columns = Math.max(
    1,
    Math.min(MOST_COLUMNS, Math.floor((room + CHIP_GAP) / (NARROWEST_CHIP + CHIP_GAP))),
  );
  const chipWidth = Math.floor((room - CHIP_GAP * (columns - 1)) / columns);
  const rowEnd = left + columns * chipWidth + (columns - 1) * CHIP_GAP;
  const bandWidth = rowEnd + PADDING;
  const logX = rowEnd + GUTTER;

  const bands: AtlasLayout['bands'][number][] = [];
  const mechanismBoxes: AtlasLayout['mechanisms'][number][] = [];
  const eventBoxes: AtlasLayout['events'][number][] = [];
  const flows: Flow[] = [];
  const known = new Set(layers.flatMap(({ mechanisms }) => mechanisms.map(({ id }) => id)));
  const home = (event: LayoutEvent): string | undefined => event.mechanisms.find(id => known.has(id));
  const rowY = (top: number, row: number): number => top + row * (ROW + ROW_GAP);
  const rowsFor = (count: number): number => Math.max(1, Math.ceil(count / columns));
  const place = (own: readonly LayoutEvent[], layer: string, x: number, top: number): void => {
    own.forEach(({ id }, index) => {
      eventBoxes.push({
        id,
        layer,
        x: x + (index % columns) * (chipWidth + CHIP_GAP),
        y: rowY(top, Math.floor(index / columns)),
        width: chipWidth,
        height: ROW,
      });
    });
  };

  let y = 0;
  for (const layer of layers) {
    const bandTop = y;
    y += HEADING;
    for (const { id } of layer.mechanisms) {
      const own = events
        .filter(event => home(event) === id)
        // What flows from several mechanisms stands first, where all lines can reach it.
        .sort((a, b) => b.mechanisms.length - a.mechanisms.length || a.id - b.id);
      const rows = rowsFor(own.length);
      const height = rows * ROW + (rows - 1) * ROW_GAP;
      mechanismBoxes.push({ id, layer: layer.id, x: PADDING, y, width: mechanismWidth, height });
      place(own, layer.id, left, y);
      for (let row = 0; own.length > 0 && row < rows; row++) {
        const middle = rowY(y, row) + ROW / 2;
        flows.push({
          mechanism: id,
          event: null,
          path: `M${PADDING + mechanismWidth} ${middle}H${logX}`,
        });
      }
      y += height + MECHANISM_GAP;
    }
    y += PADDING - MECHANISM_GAP;
    bands.push({ id: layer.id, x: 0, y: bandTop, width: bandWidth, height: y - bandTop });
    y += BAND_GAP;
  }
  const logBottom = y - BAND_GAP;

  const unwritten = events.filter(event => home(event) === undefined);
  if (unwritten.length > 0) {
    const bandTop = y;
    y += HEADING;
    // There is no mechanism beside them, so they begin at the edge.
    const perRow = Math.max(
      1,
      Math.floor((bandWidth - 2 * PADDING + CHIP_GAP) / (NARROWEST_CHIP + CHIP_GAP)),
    );
    const chip = Math.floor((bandWidth - 2 * PADDING - CHIP_GAP * (perRow - 1)) / perRow);
    unwritten.forEach(({ id }, index) => {
      eventBoxes.push({
        id,
        layer: UNWRITTEN,
        x: PADDING + (index % perRow) * (chip + CHIP_GAP),
        y: rowY(y, Math.floor(index / perRow)),
        width: chip,
        height: ROW,
      });
    });
    const rows = Math.ceil(unwritten.length / perRow);
    y += rows * ROW + (rows - 1) * ROW_GAP + PADDING;
    bands.push({ id: UNWRITTEN, x: 0, y: bandTop, width: bandWidth, height: y - bandTop });
    y += BAND_GAP;
  }

  const mechanismById = new Map(mechanismBoxes.map(box => [box.id, box]));
  const eventById = new Map(eventBoxes.map(box => [box.id, box]));
  for (const event of events) {
    for (const id of event.mechanisms) {
      const from = mechanismById.get(id);
      const to = eventById.get(event.id);
      if (!from || !to || id === home(event)) continue;
      flows.push({ mechanism: id, event: event.id, path: curve(from, to) });
    }
  }
  return {
    width: logX + LOG_WIDTH,
    height: y - BAND_GAP,
    bands,
    mechanisms: mechanismBoxes,
    events: eventBoxes,
    flows,
    log: { x: logX, y: 0, width: LOG_WIDTH, height: logBottom },
  };
}

/** From the right of a mechanism to the left of an event in another row, through the gutter between them. */
function curve(from: Box, to: Box): string {
  const x0 = from.x + from.width;
  const x1 = to.x;
  const down = to.y > from.y;
  // Off the middle, where the line of the row is.
  const y0 = from.y + (down ? from.height - ROW / 4 : ROW / 4);
  const y1 = to.y + (down ? ROW / 4 : ROW - ROW / 4);
  const bend = (x1 - x0) * 0.9;
  return `M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`;
}

/** The box that is next in a direction, for the arrow keys; null where there is none. */
export function neighbour(
  boxes: readonly Box[],
  from: Box,
  direction: 'left' | 'right' | 'up' | 'down',
): Box | null {
  const horizontal = direction === 'left' || direction === 'right';
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  const middle = (box: Box): { x: number; y: number } => ({
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
  });
  const start = middle(from);
  let best: Box | null = null;
  let least = Infinity;
  for (const box of boxes) {
    if (box === from) continue;
    const { x, y } = middle(box);
    const along = sign * (horizontal ? x - start.x : y - start.y);
    const across = Math.abs(horizontal ? y - start.y : x - start.x);
    if (along < 1) continue;
    // Sideways only within the row: a mechanism is as tall as its rows, so overlapping is enough.
    if (horizontal && (box.y >= from.y + from.height || from.y >= box.y + box.height)) continue;
    const distance = along + across * (horizontal ? 1 : 2);
    if (distance < least) {
      least = distance;
      best = box;
    }
  }
  return best;
}
