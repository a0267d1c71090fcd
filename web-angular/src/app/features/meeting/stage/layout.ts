/** A box on the stage, in px from its top start corner. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Width and height in px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Something that wants a place: a camera (or the initials in its stead) or a shared screen. */
export interface StageItem {
  readonly id: string;
  readonly kind: 'camera' | 'screen';
  readonly isLocal: boolean;
}

/** Where an item stands. `floating` lies over the others; `strip` is one of the small ones beside a screen. */
export interface Placed extends Rect {
  readonly id: string;
  readonly role: 'grid' | 'whole' | 'floating' | 'strip' | 'screen';
}

/** A page of the stage. */
export interface Layout {
  readonly placed: readonly Placed[];
  readonly page: number;
  readonly pages: number;
}

/** Between tiles, in px. */
export const GAP = 8;
const STRIP_WIDTH = 240;
const STRIP_HEIGHT = 112;
/** From this ratio on the strip stands beside the screen, else below it. */
const STRIP_BESIDE = 1.4;
const PHONE = 600;

/** What the stage leaves free at both its sides, in px. */
const MARGINS = 2 * GAP;

/** How many tiles a page of the grid holds on a stage of this width; its margins count as part of it. */
export function capacityOf(width: number): number {
  if (width + MARGINS >= 1280) return 25;
  return width + MARGINS >= 768 ? 16 : 6;
}

/**
 * Places everybody: people × size → tiles. Cameras keep the order they come in (me last); one other person fills the stage and I
 * float over it; with a screen, it takes what a strip of cameras leaves. Nothing overlaps but what floats, nothing leaves the stage.
 *
 * @param page counted from 0; beyond the last means the last
 */
export function layout(items: readonly StageItem[], size: Size, page = 0): Layout {
  const screens = items.filter(({ kind }) => kind === 'screen');
  const cameras = items.filter(({ kind }) => kind === 'camera');
  if (size.width <= 0 || size.height <= 0 || items.length === 0) return { placed: [], page: 0, pages: 1 };
  if (screens.length > 0) return withScreens(screens, cameras, size, page);
  const others = cameras.filter(({ isLocal }) => !isLocal);
  const me = cameras.find(({ isLocal }) => isLocal);
  if (others.length === 1 && others[0] && me && cameras.length === 2) {
    const whole: Placed = { id: others[0].id, role: 'whole', x: 0, y: 0, ...size };
    return { placed: [whole, { id: me.id, role: 'floating', ...floating(size) }], page: 0, pages: 1 };
  }
  const capacity = capacityOf(size.width);
  const turned = turn(cameras, capacity, page);
  const rects = grid(turned.items.length, size, ratios(size));
  return { ...turned, placed: place(turned.items, rects, 'grid') };
}

/** Whether a picture may fill its box: when that crops at most a quarter of it. Else it is shown whole. */
export function mayFill(picture: number, box: number): boolean {
  return Math.min(picture / box, box / picture) >= 0.75;
}

/** Where I float: at the bottom end, small. */
function floating({ width, height }: Size): Rect {
  const wanted = width < PHONE ? { width: 96, height: 128 } : { width: 240, height: 135 };
  const scale = Math.min(1, (width - 2 * GAP) / wanted.width, (height - 2 * GAP) / wanted.height);
  const own = { width: wanted.width * scale, height: wanted.height * scale };
  return { x: width - own.width - GAP, y: height - own.height - GAP, ...own };
}

function withScreens(screens: readonly StageItem[], cameras: readonly StageItem[], size: Size, page: number): Layout {
  const isBeside = size.width / size.height >= STRIP_BESIDE;
  const along = isBeside ? size.height : size.width;
  const one = isBeside
    ? { width: Math.min(STRIP_WIDTH, size.width / 3), height: (Math.min(STRIP_WIDTH, size.width / 3) * 9) / 16 }
    : { width: (Math.min(STRIP_HEIGHT, size.height / 3) * 4) / 3, height: Math.min(STRIP_HEIGHT, size.height / 3) };
  const step = (isBeside ? one.height : one.width) + GAP;
  const turned = turn(cameras, Math.max(1, Math.floor((along + GAP) / step)), page);
  const rest = {
    width: isBeside && cameras.length ? size.width - one.width - GAP : size.width,
    height: !isBeside && cameras.length ? size.height - one.height - GAP : size.height,
  };
  const shown = grid(screens.length, rest, { least: 0.2, most: 5 });
  const start = Math.max(0, (along - (turned.items.length * step - GAP)) / 2);
  const strip = turned.items.map((item, index): Placed => {
    const offset = start + index * step;
    const at = isBeside ? { x: rest.width + GAP, y: offset } : { x: offset, y: rest.height + GAP };
    return { id: item.id, role: 'strip', ...at, ...one };
  });
  return { page: turned.page, pages: turned.pages, placed: [...place(screens, shown, 'screen'), ...strip] };
}

function turn(
  items: readonly StageItem[],
  capacity: number,
  page: number,
): { items: readonly StageItem[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(items.length / capacity));
  const current = Math.min(Math.max(0, page), pages - 1);
  return { items: items.slice(current * capacity, (current + 1) * capacity), page: current, pages };
}

/** The shapes tiles may take: wider than high, but on phones held upright. */
function ratios({ width, height }: Size): { least: number; most: number } {
  return width < PHONE && height > width ? { least: 3 / 4, most: 1 } : { least: 4 / 3, most: 16 / 9 };
}

/** Equal tiles of the greatest area, the last row centred. Tries every number of columns. */
function grid(count: number, size: Size, { least, most }: { least: number; most: number }): readonly Rect[] {
  let best = { columns: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cell = {
      width: (size.width - GAP * (columns - 1)) / columns,
      height: (size.height - GAP * (rows - 1)) / rows,
    };
    if (cell.width <= 0 || cell.height <= 0) continue;
    const width = Math.min(cell.width, cell.height * most);
    const height = Math.min(cell.height, width / least);
    if (width * height > best.width * best.height) best = { columns, width, height };
  }
  const { columns, width, height } = best;
  const rows = Math.ceil(count / columns);
  const top = (size.height - rows * height - GAP * (rows - 1)) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const start = (size.width - inRow * width - GAP * (inRow - 1)) / 2;
    return { x: start + (index % columns) * (width + GAP), y: top + row * (height + GAP), width, height };
  });
}

function place(items: readonly StageItem[], rects: readonly Rect[], role: Placed['role']): readonly Placed[] {
  return items.flatMap(({ id }, index) => {
    const rect = rects[index];
    return rect ? [{ id, role, ...rect }] : [];
  });
}
