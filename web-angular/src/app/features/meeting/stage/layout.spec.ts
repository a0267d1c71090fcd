import { describe, expect, it } from 'vitest';
import { capacityOf, GAP, layout, mayFill, Placed, Size, StageItem } from './layout';

const camera = (n: number, isLocal = false): StageItem => ({ id: `camera ${n}`, kind: 'camera', isLocal });
const screen = (n: number): StageItem => ({ id: `screen ${n}`, kind: 'screen', isLocal: false });
const people = (count: number): StageItem[] => Array.from({ length: count }, (_, n) => camera(n, n === count - 1));
const sizes: Size[] = [
  { width: 1280, height: 640 },
  { width: 1904, height: 960 },
  { width: 900, height: 640 },
  { width: 768, height: 900 },
  { width: 344, height: 600 },
  { width: 344, height: 420 },
  { width: 640, height: 300 },
  { width: 320, height: 150 },
];
const e = 0.01;
const overlap = (a: Placed, b: Placed): boolean =>
  a.x + a.width > b.x + e && b.x + b.width > a.x + e && a.y + a.height > b.y + e && b.y + b.height > a.y + e;

/** Every stage worth trying: sizes × people × screens. */
const cases = sizes.flatMap((size) =>
  [1, 2, 3, 4, 5, 7, 9, 12, 16, 25, 40, 100].flatMap((count) =>
    [0, 1, 2].map((screens) => ({
      size,
      count,
      items: [...Array.from({ length: screens }, (_, n) => screen(n)), ...people(count)],
    })),
  ),
);

describe('layout', () => {
  it('leaves nothing outside the stage and lays nothing over another but what floats', () => {
    for (const { size, items } of cases) {
      const { placed } = layout(items, size);
      for (const tile of placed) {
        expect(tile.width).toBeGreaterThan(0);
        expect(tile.height).toBeGreaterThan(0);
        expect(tile.x).toBeGreaterThanOrEqual(-e);
        expect(tile.y).toBeGreaterThanOrEqual(-e);
        expect(tile.x + tile.width).toBeLessThanOrEqual(size.width + e);
        expect(tile.y + tile.height).toBeLessThanOrEqual(size.height + e);
      }
      const flat = placed.filter(({ role }) => role !== 'floating');
      flat.forEach((one, index) => flat.slice(index + 1).forEach((other) => expect(overlap(one, other)).toBe(false)));
    }
  });

  it('shows everybody exactly once over its pages', () => {
    for (const { size, items } of cases) {
      const { pages } = layout(items, size);
      const seen = Array.from({ length: pages }, (_, page) =>
        layout(items, size, page).placed.filter(({ role }) => role !== 'screen'),
      ).flat();
      const cameras = items.filter(({ kind }) => kind === 'camera').map(({ id }) => id);
      expect(seen.map(({ id }) => id).sort()).toEqual(cameras.sort());
    }
  });

  it('keeps the shapes of tiles and makes those of a grid alike', () => {
    for (const { size, items, count } of cases) {
      const tiles = layout(items, size).placed.filter(({ role }) => role === 'grid');
      const isUpright = size.width < 600 && size.height > size.width;
      for (const { width, height } of tiles) {
        expect(width / height).toBeGreaterThanOrEqual((isUpright ? 3 / 4 : 4 / 3) - e);
        expect(width / height).toBeLessThanOrEqual((isUpright ? 1 : 16 / 9) + e);
        expect(width).toBeCloseTo(tiles[0]!.width);
        expect(height).toBeCloseTo(tiles[0]!.height);
      }
      if (tiles.length) expect(tiles.length).toBe(Math.min(count, capacityOf(size.width)));
    }
  });

  it('leaves the gap between neighbours', () => {
    const { placed } = layout(people(4), { width: 1280, height: 640 });
    const [first, second] = placed;
    expect(second!.x - (first!.x + first!.width)).toBeCloseTo(GAP);
  });

  it('uses the room: no other number of columns gives greater tiles', () => {
    for (const size of sizes)
      for (const count of [3, 4, 5, 6]) {
        const tile = layout(people(count), size).placed[0]!;
        const isUpright = size.width < 600 && size.height > size.width;
        const [least, most] = isUpright ? [3 / 4, 1] : [4 / 3, 16 / 9];
        for (let columns = 1; columns <= count; columns++) {
          const rows = Math.ceil(count / columns);
          const cell = {
            width: (size.width - GAP * (columns - 1)) / columns,
            height: (size.height - GAP * (rows - 1)) / rows,
          };
          const width = Math.min(cell.width, cell.height * most!);
          const height = Math.min(cell.height, width / least!);
          if (width > 0 && height > 0) expect(tile.width * tile.height).toBeGreaterThanOrEqual(width * height - 1);
        }
      }
  });

  it('lets one other person fill the stage, with me floating at the bottom end', () => {
    const size = { width: 1280, height: 640 };
    const { placed } = layout([camera(1), camera(2, true)], size);
    expect(placed[0]).toMatchObject({ id: 'camera 1', role: 'whole', x: 0, y: 0, ...size });
    expect(placed[1]).toMatchObject({
      id: 'camera 2',
      role: 'floating',
      width: 240,
      height: 135,
      x: 1280 - 240 - GAP,
      y: 640 - 135 - GAP,
    });
    expect(layout([camera(1), camera(2, true)], { width: 344, height: 600 }).placed[1]).toMatchObject({
      width: 96,
      height: 128,
    });
  });

  it('gives a screen what a strip of 240 beside it, or of 112 below it, leaves', () => {
    const wide = layout([screen(1), ...people(3)], { width: 1280, height: 640 }).placed;
    expect(wide[0]).toMatchObject({ role: 'screen', x: 0, y: 0, width: 1280 - 240 - GAP, height: 640 });
    expect(wide[1]).toMatchObject({ role: 'strip', width: 240, height: 135 });
    const narrow = layout([screen(1), ...people(2)], { width: 344, height: 600 }).placed;
    expect(narrow[0]).toMatchObject({ role: 'screen', width: 344, height: 600 - 112 - GAP });
    expect(narrow[1]).toMatchObject({ role: 'strip', height: 112 });
  });

  it('turns pages of 25, 16 and 6, and stops at the last', () => {
    expect(layout(people(60), { width: 1300, height: 700 }).pages).toBe(3);
    expect(layout(people(60), { width: 800, height: 700 }).pages).toBe(4);
    expect(layout(people(60), { width: 400, height: 700 }).pages).toBe(10);
    const last = layout(people(60), { width: 1300, height: 700 }, 99);
    expect(last.page).toBe(2);
    expect(last.placed).toHaveLength(10);
  });

  it('places nothing on a stage without room', () => {
    expect(layout(people(3), { width: 0, height: 500 }).placed).toEqual([]);
    expect(layout([], { width: 500, height: 500 }).placed).toEqual([]);
  });

  it('fills a box only where that crops at most a quarter', () => {
    expect(mayFill(16 / 9, 16 / 9)).toBe(true);
    expect(mayFill(16 / 9, 4 / 3)).toBe(true);
    expect(mayFill(16 / 9, 1)).toBe(false);
    expect(mayFill(9 / 16, 16 / 9)).toBe(false);
  });
});
