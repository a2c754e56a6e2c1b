// Where the names of the quadrants stand: each in its outer corner, or else where in its quadrant the least lies on it.
import { type Box, covers, overlap, type Point } from './boxes';
import type { Frame } from './frame';
import { PITCH, widthOf } from './labels';
import type { Corner } from './words';

/** A name and where it stands: `x` is the side where its quadrant ends, `y` the foot of its first line. */
export interface Quadrant { corner: Corner; x: number; y: number; lines: Box[] }

export interface Lying {
  /** Marks, and what else is drawn over a name. */
  boxes: Box[];
  clouds: Box[];
  /** Along the paths. */
  points: Point[];
}

/** From the outer edge to the axis; the first is where people look for it. */
const STEPS = Array.from({ length: 9 }, (_, n) => n / 8);
/** Its letters are narrower than the bold ones of a team's name. */
const REGULAR = 0.83;

function placesOf({ from, to, font, x: across, y: down }: Frame, corner: Corner): Quadrant[] {
  const { regulation, interest } = corner;
  const widths = corner.lines.map((line) => widthOf(line, font) * REGULAR);
  const height = (corner.lines.length - 1) * PITCH * font;
  // Clear of the edge, and of the arrowheads of the axes.
  const edge = font * 0.62;
  const [wide, high] = [across(0) - from - Math.max(...widths) - 2 * edge, down(0) - from - height - font * 2.2];
  return STEPS.flatMap((inwards) => STEPS.map((aside) => {
    const x = regulation < 0 ? from + edge + Math.max(0, wide) * aside : to - edge - Math.max(0, wide) * aside;
    const y = interest > 0 ? from + font * 1.3 + Math.max(0, high) * inwards : to - font * 0.72 - height - Math.max(0, high) * inwards;
    const lines = widths.map((width, n) => ({ x: regulation < 0 ? x : x - width, y: y + font * (n * PITCH - 0.75), width, height: font * 0.85 }));
    return { corner, x, y, lines };
  }));
}

export function placeQuadrants(frame: Frame, corners: Corner[], { boxes, clouds, points }: Lying): Quadrant[] {
  const hidden = (line: Box) => 60 * boxes.reduce((sum, other) => sum + overlap(line, other), 0)
    + 3 * clouds.reduce((sum, other) => sum + overlap(line, other), 0) + 3 * points.filter((point) => covers(line, point)).length;
  return corners.map((corner) => placesOf(frame, corner)
    .map((place, order) => ({ place, cost: order * 0.1 + place.lines.reduce((sum, line) => sum + hidden(line), 0) }))
    .reduce((best, one) => (one.cost < best.cost ? one : best)).place);
}
