import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  atlasLayout,
  type AtlasLayout,
  type Box,
  neighbour,
  UNWRITTEN,
} from '../../../client/src/webview/atlasLayout.ts';
import { atlas } from '../../../server/src/features/atlas.ts';
import { knowledge, schemasFor } from '../kit.ts';

const data = atlas(knowledge, schemasFor());

function layoutFor(platform: 'windows' | 'linux', width: number): AtlasLayout {
  return atlasLayout(
    data.layers[platform],
    data.events.map(({ id, mechanisms }) => ({ id, mechanisms: mechanisms[platform] })),
    width,
  );
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const within = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

describe('the layout of the atlas', () => {
  for (const platform of ['windows', 'linux'] as const) {
    for (const width of [300, 600, 900, 1292, 2400]) {
      it(`has all events of ${platform} at a width of ${width}, and nothing overlaps`, () => {
        const layout = layoutFor(platform, width);
        assert.deepEqual(
          layout.events.map(({ id }) => id).sort((a, b) => a - b),
          data.events.map(({ id }) => id),
        );
        const boxes = [...layout.mechanisms, ...layout.events, layout.log];
        boxes.forEach((a, index) => {
          for (const b of boxes.slice(index + 1)) assert.ok(!overlap(a, b), JSON.stringify([a, b]));
          assert.ok(within(a, { x: 0, y: 0, width: layout.width, height: layout.height }));
        });
        for (const box of [...layout.mechanisms, ...layout.events]) {
          const band = layout.bands.find(({ id }) => id === box.layer);
          assert.ok(band && within(box, band), JSON.stringify(box));
        }
        layout.bands.forEach((a, index) => {
          for (const b of layout.bands.slice(index + 1)) assert.ok(!overlap(a, b));
        });
        if (width >= 600) assert.ok(layout.width <= width, String(layout.width));
      });
    }
  }

  it('has a line for each row, and one for each further mechanism of an event', () => {
    const linux = layoutFor('linux', 1292);
    assert.equal(linux.flows.filter(({ event }) => event === 3).length, 2);
    const windows = layoutFor('windows', 1292);
    assert.ok(windows.flows.every(({ event }) => event === null));
    for (const { id } of windows.mechanisms) {
      assert.ok(
        windows.flows.some(({ mechanism }) => mechanism === id),
        id,
      );
    }
  });

  it('puts what nothing writes into a band of its own', () => {
    const linux = layoutFor('linux', 1292);
    const unwritten = linux.events.filter(({ layer }) => layer === UNWRITTEN);
    assert.equal(unwritten.length, 20);
    assert.ok(!layoutFor('windows', 1292).bands.some(({ id }) => id === UNWRITTEN));
  });

  it('copes with no events and no mechanisms', () => {
    const { bands, events } = atlasLayout([], [], 900);
    assert.deepEqual([bands, events], [[], []]);
  });
});

describe('the arrow keys', () => {
  it('go to the next box in their direction, and reach everything', () => {
    const { mechanisms, events } = layoutFor('windows', 1292);
    const boxes: Box[] = [...mechanisms, ...events];
    const reached = new Set<Box>([mechanisms[0]!]);
    for (const box of reached) {
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = neighbour(boxes, box, direction);
        if (next) reached.add(next);
      }
    }
    assert.equal(reached.size, boxes.length);
  });

  it('stop at the edges', () => {
    const { mechanisms, events } = layoutFor('windows', 1292);
    assert.equal(neighbour([...mechanisms, ...events], mechanisms[0]!, 'left'), null);
    assert.equal(neighbour([...mechanisms, ...events], mechanisms[0]!, 'up'), null);
  });
});
