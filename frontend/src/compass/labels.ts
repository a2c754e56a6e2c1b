// Names beside marks: eight places around each, the one that hides least wins.
import type { Frame } from './frame';
import type { Spot } from './layout';

export interface Box { x: number; y: number; width: number; height: number }
export interface Label extends Box { key: string; name: string }

/** Rough width of a bold name; a little too wide is better than cut off. */
const PER_SIGN = 0.56;

/** A longer name ends with an ellipsis; 16 signs always fit. */
export const shortName = (name: string): string => (name.length > 18 ? `${name.slice(0, 16).trimEnd()}…` : name);

const shorterName = (name: string): string => (name.length > 16 ? `${name.slice(0, 8).trimEnd()}…` : name);
/** From here on a name lies on a mark or another name. */
const CROWD = 12;

export function widthOf(name: string, font: number): number {
  return name.length * font * PER_SIGN + font * 0.6;
}

/** Share of the smaller one that lies on the other, 0..1: a long name may not hide a small mark. */
function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return w > 0 && h > 0 ? (w * h) / Math.min(a.width * a.height, b.width * b.height) : 0;
}

const covers = (box: Box, [x, y]: [number, number]) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;

/** Right, left, above, below, then the corners, then all of these further away: the order of preference. */
function places(spot: Spot, width: number, height: number): Box[] {
  const g = spot.r * 1.5;
  const at: [number, number][] = [
    [g, -height / 2], [-g - width, -height / 2], [-width / 2, -g - height * 0.9], [-width / 2, g * 1.1],
    [g * 0.6, -g * 0.7 - height], [g * 0.6, g * 0.8], [-g * 0.6 - width, -g * 0.7 - height], [-g * 0.6 - width, g * 0.8],
    [g * 2, -height / 2], [-g * 2 - width, -height / 2], [-width / 2, -g * 2 - height * 0.9], [-width / 2, g * 2.1],
    [-g, -g * 1.2 - height], [g - width, -g * 1.2 - height], [-g, g * 1.3], [g - width, g * 1.3],
    [g, -g * 1.6 - height], [g, g * 1.7], [-g - width, -g * 1.6 - height], [-g - width, g * 1.7],
  ];
  return at.map(([dx, dy]) => ({ x: spot.x + dx, y: spot.y + dy, width, height }));
}

export interface Hindrance {
  /** Marks and other names: hard to read through. */
  boxes: Box[];
  /** Clouds, quadrant names: may be covered if need be. */
  soft: Box[];
  points: [number, number][];
}

/** A name never leaves the map. */
function inside(frame: Frame, box: Box): Box {
  const keep = (value: number, length: number) => Math.max(frame.from + 4, Math.min(frame.to - 4 - length, value));
  return { ...box, x: keep(box.x, box.width), y: keep(box.y, box.height) };
}

function cost(frame: Frame, box: Box, order: number, { boxes, soft, points }: Hindrance): number {
  const hard = boxes.map((other) => overlap(box, other)).filter((share) => share > 0);
  const axes = Number(box.y < frame.y(0) && box.y + box.height > frame.y(0)) + Number(box.x < frame.x(0) && box.x + box.width > frame.x(0));
  return (
    order * 0.4 + axes
    + hard.reduce((sum, share) => sum + 10 + 60 * share, 0)
    + soft.reduce((sum, other) => sum + 14 * overlap(box, other), 0)
    + 9 * points.filter((point) => covers(box, point)).length
  );
}

export const boxAround = (x: number, y: number, r: number): Box => ({ x: x - r, y: y - r, width: 2 * r, height: 2 * r });

export function placeLabels(frame: Frame, spots: Spot[], font: number, hindrance: Hindrance): Label[] {
  const taken = [...hindrance.boxes, ...spots.map((spot) => boxAround(spot.x, spot.y, spot.r * 1.3))];
  return spots.filter((spot) => spot.mark.now && spot.mark.name).map((spot) => {
    const tried = [shortName(spot.mark.name), shorterName(spot.mark.name)].map((name) => {
      const options = places(spot, widthOf(name, font), font * 1.42).map((box) => inside(frame, box));
      const costs = options.map((box, order) => cost(frame, box, order, { ...hindrance, boxes: taken }));
      const least = Math.min(...costs);
      return { name, least, box: options[costs.indexOf(least)] as Box };
    });
    // In a crowd a name is cut once more, before it hides something.
    const best = tried.find(({ least }) => least < CROWD) ?? tried.reduce((a, b) => (b.least < a.least ? b : a));
    taken.push(best.box);
    return { ...best.box, key: spot.key, name: best.name };
  });
}
