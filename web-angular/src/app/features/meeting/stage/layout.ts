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

/** Where an item stands. `floating` lies over the others; `strip` is one of the small ones beside what is `large`. */
export interface Placed extends Rect {
  readonly id: string;
  readonly kind: StageItem['kind'];
  readonly role: 'grid' | 'whole' | 'floating' | 'strip' | 'large';
}

/** How one wants to see it. */
export interface Wish {
  /** Counted from 0; beyond the last means the last. */
  readonly page?: number;
  /** Ids of what is to be large, the first first; those that are not there do not count, and of many the first `MOST_LARGE`. */
  readonly large?: readonly string[];
  /** Everybody alike, two as well. */
  readonly isAlike?: boolean;
}

/** A page of the stage. */
export interface Layout {
  readonly placed: readonly Placed[];
  readonly page: number;
  readonly pages: number;
}

/** Between tiles, in px. */
export const GAP = 8;
/** How many stand large at once. */
export const MOST_LARGE = 4;
const STRIP_WIDTH = 240;
const STRIP_HEIGHT = 112;
/** From this ratio on the strip stands beside what is large, else below it. */
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
 * Places everybody: people × size → tiles. Items keep the order they come in (screens first, me last). What is to be large takes
 * what a strip of the others leaves; one other person fills the stage and I float over it; else all are alike, in pages.
 * Nothing overlaps but what floats, nothing leaves the stage.
 */
export function layout(items: readonly StageItem[], size: Size, { page = 0, large = [], isAlike }: Wish = {}): Layout {
  if (size.width <= 0 || size.height <= 0 || items.length === 0) return { placed: [], page: 0, pages: 1 };
  const wanted = large.flatMap((id) => items.find((item) => item.id === id) ?? []).slice(0, MOST_LARGE);
  if (wanted.length > 0)
    return withLarge(
      wanted,
      items.filter((item) => !wanted.includes(item)),
      size,
      page,
    );
  const [one, me] = items;
  if (!isAlike && items.length === 2 && one && me && one.kind === 'camera' && !one.isLocal && me.isLocal) {
    const whole: Placed = { id: one.id, kind: 'camera', role: 'whole', x: 0, y: 0, ...size };
    return { placed: [whole, { id: me.id, kind: me.kind, role: 'floating', ...floating(size) }], page: 0, pages: 1 };
  }
  const turned = turn(items, capacityOf(size.width), page);
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

/** How many stand in the strip of a stage of this size, beside what is large. */
export function stripOf(size: Size): { isBeside: boolean; tile: Size; count: number } {
  const isBeside = size.width / size.height >= STRIP_BESIDE;
  const across = isBeside ? Math.min(STRIP_WIDTH, size.width / 3) : Math.min(STRIP_HEIGHT, size.height / 3);
  const tile = isBeside ? { width: across, height: (across * 9) / 16 } : { width: (across * 4) / 3, height: across };
  const [along, step] = isBeside ? [size.height, tile.height + GAP] : [size.width, tile.width + GAP];
  return { isBeside, tile, count: Math.max(1, Math.floor((along + GAP) / step)) };
}

function withLarge(large: readonly StageItem[], others: readonly StageItem[], size: Size, page: number): Layout {
  const { isBeside, tile, count } = stripOf(size);
  const turned = turn(others, count, page);
  const rest = {
    width: isBeside && others.length ? size.width - tile.width - GAP : size.width,
    height: !isBeside && others.length ? size.height - tile.height - GAP : size.height,
  };
  // A screen takes what there is; faces alone keep the shape of faces.
  const hasScreen = large.some(({ kind }) => kind === 'screen');
  const cells = grid(large.length, rest, hasScreen ? { least: 0.2, most: 5 } : ratios(size));
  const shown = large.flatMap(({ id, kind }, index): readonly Placed[] => {
    const cell = cells[index];
    return cell ? [{ id, kind, role: 'large', ...(kind === 'camera' ? shaped(cell, ratios(size)) : cell) }] : [];
  });
  const [along, step] = isBeside ? [size.height, tile.height + GAP] : [size.width, tile.width + GAP];
  const start = Math.max(0, (along - (turned.items.length * step - GAP)) / 2);
  const strip = turned.items.map(({ id, kind }, index): Placed => {
    const offset = start + index * step;
    const at = isBeside ? { x: rest.width + GAP, y: offset } : { x: offset, y: rest.height + GAP };
    return { id, kind, role: 'strip', ...at, ...tile };
  });
  return { page: turned.page, pages: turned.pages, placed: [...shown, ...strip] };
}

/** The greatest box of these shapes within another, in its middle. */
function shaped({ x, y, width, height }: Rect, { least, most }: { least: number; most: number }): Rect {
  const own = { width: Math.min(width, height * most), height: Math.min(height, width / least) };
  return { x: x + (width - own.width) / 2, y: y + (height - own.height) / 2, ...own };
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
  return items.flatMap(({ id, kind }, index) => {
    const rect = rects[index];
    return rect ? [{ id, kind, role, ...rect }] : [];
  });
}
