import { describe, expect, it } from 'vitest';
import { capacityOf, GAP, layout, mayFill, MOST_LARGE, Placed, Size, StageItem, Wish } from './layout';

const camera = (n: number, isLocal = false): StageItem => ({ id: `camera ${n}`, kind: 'camera', isLocal });
const screen = (n: number): StageItem => ({ id: `screen ${n}`, kind: 'screen', isLocal: false });
const people = (count: number): StageItem[] => Array.from({ length: count }, (_, n) => camera(n, n === count - 1));
/** Stages as they are: of the windows in the comment, without the bars and the margins, and with the panel of 360 open. */
const sizes: Size[] = [
  { width: 1904, height: 930 }, // 1920×1080
  { width: 1536, height: 930 },
  { width: 1264, height: 650 }, // 1280×800
  { width: 896, height: 650 },
  { width: 752, height: 890 }, // 768×1024
  { width: 344, height: 610 }, // 360×740
  { width: 724, height: 230 }, // 740×360, a phone on its side
  { width: 304, height: 110 }, // 320×256, at 400 %
  { width: 2544, height: 1290 },
  { width: 304, height: 171 }, // the small window
];
const e = 0.01;
const overlap = (a: Placed, b: Placed): boolean =>
  a.x + a.width > b.x + e && b.x + b.width > a.x + e && a.y + a.height > b.y + e && b.y + b.height > a.y + e;

/** What may be large of those who are there. */
const wishes = (items: readonly StageItem[]): readonly Wish[] => {
  const screens = items.filter(({ kind }) => kind === 'screen').map(({ id }) => id);
  const first = items.find(({ kind }) => kind === 'camera')?.id ?? '';
  return [
    {},
    { isAlike: true },
    { large: screens },
    { large: [first] },
    { large: [...screens, first] },
    { large: items.map(({ id }) => id) },
    { large: ['camera of somebody who left'] },
  ];
};

/** Every stage worth trying: sizes × people × screens × what is large. */
const cases = sizes.flatMap((size) =>
  [1, 2, 3, 4, 5, 6, 7, 9, 12, 16, 17, 25, 26, 40, 100].flatMap((count) =>
    [0, 1, 2, 3, 5].flatMap((screens) => {
      const items = [...Array.from({ length: screens }, (_, n) => screen(n)), ...people(count)];
      return wishes(items).map((wish) => ({ size, count, items, wish }));
    }),
  ),
);
const isUpright = ({ width, height }: Size): boolean => width < 600 && height > width;
const all = (predicate: (one: (typeof cases)[number]) => string | undefined): void => {
  const bad = cases.flatMap((one) => predicate(one) ?? []);
  expect(bad.slice(0, 5)).toEqual([]);
};
const name = ({ size, items, wish }: (typeof cases)[number]): string =>
  `${size.width}×${size.height}, ${items.length} items, ${JSON.stringify(wish)}`;

describe('layout', () => {
  it('leaves nothing outside the stage and lays nothing over another but what floats', () => {
    all((one) => {
      const { placed } = layout(one.items, one.size, one.wish);
      const isOut = placed.some(
        ({ x, y, width, height }) =>
          !(width > 0 && height > 0 && x >= -e && y >= -e) ||
          x + width > one.size.width + e ||
          y + height > one.size.height + e,
      );
      const flat = placed.filter(({ role }) => role !== 'floating');
      const isOver = flat.some((a, index) => flat.slice(index + 1).some((b) => overlap(a, b)));
      return isOut || isOver ? name(one) : undefined;
    });
  });

  it('shows everything once over its pages, and what is large on each of them', () => {
    all((one) => {
      const { pages } = layout(one.items, one.size, one.wish);
      const shown = Array.from(
        { length: pages },
        (_, page) => layout(one.items, one.size, { ...one.wish, page }).placed,
      );
      const large = shown.map((placed) => placed.filter(({ role }) => role === 'large').map(({ id }) => id));
      const rest = shown.flatMap((placed) => placed.filter(({ role }) => role !== 'large').map(({ id }) => id));
      const seen = [...(large[0] ?? []), ...rest].sort();
      const isSame = large.every((ids) => ids.join() === large[0]?.join()) && (large[0]?.length ?? 0) <= MOST_LARGE;
      return isSame &&
        seen.join() ===
          one.items
            .map(({ id }) => id)
            .sort()
            .join()
        ? undefined
        : name(one);
    });
  });

  it('keeps the shapes of faces, and makes those of a grid alike', () => {
    all((one) => {
      const { placed } = layout(one.items, one.size, one.wish);
      const tiles = placed.filter(({ role, kind }) => role === 'grid' || (role === 'large' && kind === 'camera'));
      const [least, most] = isUpright(one.size) ? [3 / 4, 1] : [4 / 3, 16 / 9];
      const shapes = tiles.map(({ width, height }) => width / height);
      const strip = placed.filter(({ role }) => role === 'strip').map(({ width, height }) => width / height);
      const areShaped =
        shapes.every((ratio) => ratio >= least - e && ratio <= most + e) &&
        strip.every((ratio) => ratio >= 4 / 3 - e && ratio <= 16 / 9 + e);
      const gridded = placed.filter(({ role }) => role === 'grid');
      const areAlike = gridded.every(
        ({ width, height }) =>
          Math.abs(width - (gridded[0]?.width ?? 0)) < e && Math.abs(height - (gridded[0]?.height ?? 0)) < e,
      );
      const isFull = !gridded.length || gridded.length === Math.min(one.items.length, capacityOf(one.size.width));
      return areShaped && areAlike && isFull ? undefined : name(one);
    });
  });

  it('gives what is large more room than each of the others, on any stage for people', () => {
    all((one) => {
      if (one.size.height < 300 || (one.wish.large?.length ?? 0) > 2) return undefined;
      const { placed } = layout(one.items, one.size, one.wish);
      const area = (role: string) => placed.filter((p) => p.role === role).map(({ width, height }) => width * height);
      const [large, strip] = [area('large'), area('strip')];
      return large.length && Math.min(...large) <= Math.max(0, ...strip) ? name(one) : undefined;
    });
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
        const [least, most] = isUpright(size) ? [3 / 4, 1] : [4 / 3, 16 / 9];
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

  it('lays two alike side by side where one wants so', () => {
    const { placed } = layout([camera(1), camera(2, true)], { width: 1280, height: 640 }, { isAlike: true });
    expect(placed.map(({ role }) => role)).toEqual(['grid', 'grid']);
  });

  it('shows two screens large, and one of them in the strip once the other is chosen', () => {
    const items = [screen(1), screen(2), ...people(3)];
    const both = layout(items, { width: 1280, height: 640 }, { large: ['screen 1', 'screen 2'] }).placed;
    expect(both.filter(({ role }) => role === 'large').map(({ id }) => id)).toEqual(['screen 1', 'screen 2']);
    const one = layout(items, { width: 1280, height: 640 }, { large: ['screen 2'] }).placed;
    expect(one[0]).toMatchObject({ id: 'screen 2', role: 'large', width: 1280 - 240 - GAP, height: 640 });
    expect(one[1]).toMatchObject({ id: 'screen 1', role: 'strip', kind: 'screen' });
  });

  it('gives a screen what a strip of 240 beside it, or of 112 below it, leaves', () => {
    const wide = layout([screen(1), ...people(3)], { width: 1280, height: 640 }, { large: ['screen 1'] }).placed;
    expect(wide[0]).toMatchObject({ role: 'large', x: 0, y: 0, width: 1280 - 240 - GAP, height: 640 });
    expect(wide[1]).toMatchObject({ role: 'strip', width: 240, height: 135 });
    const narrow = layout([screen(1), ...people(2)], { width: 344, height: 600 }, { large: ['screen 1'] }).placed;
    expect(narrow[0]).toMatchObject({ role: 'large', width: 344, height: 600 - 112 - GAP });
    expect(narrow[1]).toMatchObject({ role: 'strip', height: 112 });
  });

  it('turns pages of 25, 16 and 6, and stops at the last', () => {
    expect(layout(people(60), { width: 1300, height: 700 }).pages).toBe(3);
    expect(layout(people(60), { width: 800, height: 700 }).pages).toBe(4);
    expect(layout(people(60), { width: 400, height: 700 }).pages).toBe(10);
    const last = layout(people(60), { width: 1300, height: 700 }, { page: 99 });
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
