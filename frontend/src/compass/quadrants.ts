// Where the names of the quadrants stand: each in its outer corner, or else where in its quadrant the least lies on it.
import { type Box, boxAround, covers, overlap, type Point, touch } from './boxes';
import type { Frame } from './frame';
import { PITCH, widthOf } from './labels';
import { footOf, type Spot } from './layout';
import type { Corner } from './words';

/** `foot`: on the side where its quadrant ends. */
export interface Line extends Box { foot: { x: number; y: number } }
export interface Quadrant { corner: Corner; lines: Line[] }

/** What is drawn over a name: marks, clouds, and points along the paths. */
export interface Lying { boxes: Box[]; clouds: Box[]; points: Point[] }

/** From the outer edge to the axis in so many steps; the outer corner is where people look for it. */
const STEPS = 9;
/** Its letters are narrower than the bold ones of a team's name. */
const REGULAR = 0.83;

function placeOf({ from, to, width, font }: Frame, corner: Corner, order: number): Quadrant {
  const widths = corner.lines.map((line) => widthOf(line, font) * REGULAR);
  const height = (widths.length - 1) * PITCH * font;
  // Clear of the edge, and of the arrowheads of the axes.
  const edge = font * 0.62;
  const step = (own: number) => Math.max(0, width / 2 - own) / (STEPS - 1);
  const aside = edge + step(Math.max(...widths) + 2 * edge) * (order % STEPS);
  const inwards = step(height + font * 2.2) * Math.floor(order / STEPS);
  const x = corner.regulation < 0 ? from + aside : to - aside;
  const top = corner.interest > 0 ? from + font * 1.3 + inwards : to - font * 0.72 - height - inwards;
  const lines = widths.map((wide, line) => {
    const y = top + font * line * PITCH;
    return { foot: { x, y }, x: corner.regulation < 0 ? x : x - wide, y: y - font * 0.75, width: wide, height: font * 0.85 };
  });
  return { corner, lines };
}

/** The outer corners of quadrants that are so full that a name hides part of a mark wherever it stands; and of those where only a
 * tip hangs into the name: that mark gives way a little, sooner than the name leaves its corner. */
export function fullCorners(frame: Frame, quadrants: Quadrant[], spots: Spot[]): Box[] {
  return quadrants.flatMap(({ corner, lines }) => {
    const own = placeOf(frame, corner, 0).lines;
    const on = (all: Line[], boxOf: (spot: Spot) => Box) => all.some((line) => spots.some((spot) => touch(line, boxOf(spot))));
    const tip = (spot: Spot) => ({ x: spot.x - spot.r * 0.2, y: spot.y, width: spot.r * 0.4, height: footOf(spot) });
    return on(lines, ({ x, y, r }) => boxAround(x, y, r * 0.8)) || (lines[0]?.x === own[0]?.x && lines[0]?.y === own[0]?.y && on(own, tip)) ? own : [];
  });
}

export function placeQuadrants(frame: Frame, corners: Corner[], { boxes, clouds, points }: Lying): Quadrant[] {
  const lies = (line: Box, on: Box[]) => on.reduce((sum, other) => sum + overlap(line, other), 0);
  const hidden = (line: Box) => 60 * lies(line, boxes) + 3 * (lies(line, clouds) + points.filter((point) => covers(line, point)).length);
  const costOf = ({ lines }: Quadrant, order: number) => lines.reduce((sum, line) => sum + hidden(line), order * 0.1);
  return corners.map((corner) => {
    let best = placeOf(frame, corner, 0);
    let least = costOf(best, 0);
    // Mostly the corner itself is free: no place that comes later can be better than that.
    for (let order = 1; order < STEPS * STEPS && order * 0.1 < least; order += 1) {
      const place = placeOf(frame, corner, order);
      const cost = costOf(place, order);
      if (cost < least) [best, least] = [place, cost];
    }
    return best;
  });
}
