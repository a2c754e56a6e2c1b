// Where marks and names go when they would lie on top of each other. Pure: same places, same picture.
import type { Frame } from './frame';
import type { Cloud, Mark } from './types';

export interface Spot {
  key: string;
  mark: Mark;
  r: number;
  /** Where it is drawn. */
  x: number;
  y: number;
  /** Where it truly lies; a pin and a foot line show it when the two differ. */
  trueX: number;
  trueY: number;
}

const TURNS = 60;
const GAP = 1.28;

function spotOf(frame: Frame, r: number, mark: Mark): Spot {
  const [x, y] = [frame.x(mark.regulation), frame.y(mark.interest)];
  return { key: `${mark.round}-${mark.team}`, mark, r: r * (mark.now ? 1.28 : 0.98), x, y, trueX: x, trueY: y };
}

/** Two spots slide apart until their edges are clear. On the very same place they part in a fixed direction. */
function part(a: Spot, b: Spot, order: number): void {
  const need = (a.r + b.r) * GAP;
  const [dx, dy] = [a.x - b.x, a.y - b.y];
  const far = Math.hypot(dx, dy);
  if (far >= need) return;
  const turn = order * 2.4;
  const [ux, uy] = far < 0.01 ? [Math.cos(turn), Math.sin(turn)] : [dx / far, dy / far];
  const by = (need - far) / 2;
  a.x += ux * by;
  a.y += uy * by;
  b.x -= ux * by;
  b.y -= uy * by;
}

function keepInside(frame: Frame, spot: Spot): void {
  const edge = spot.r * 1.25;
  spot.x = Math.max(frame.from + edge, Math.min(frame.to - edge, spot.x));
  spot.y = Math.max(frame.from + edge, Math.min(frame.to - edge, spot.y));
}

export function layOut(frame: Frame, r: number, marks: Mark[]): Spot[] {
  const sorted = [...marks].sort((a, b) => a.round - b.round || a.team - b.team);
  const spots = sorted.map((mark) => spotOf(frame, r, mark));
  for (let turn = 0; turn < TURNS; turn++) {
    spots.forEach((a, i) => spots.slice(0, i).forEach((b, j) => part(a, b, i + j)));
    spots.forEach((spot) => keepInside(frame, spot));
  }
  return spots;
}

export const moved = (spot: Spot): boolean => Math.hypot(spot.x - spot.trueX, spot.y - spot.trueY) > spot.r * 0.35;

export interface Oval { team: number; name?: string; x: number; y: number; major: number; minor: number; turn: number }

/** A cloud on the sheet; also full agreement stays visible. */
export function ovalOf(frame: Frame, cloud: Cloud): Oval | undefined {
  if (!cloud.enough || !cloud.centre) return undefined;
  const least = frame.font * 0.8;
  const length = (value = 0) => Math.max(least, (value / 200) * frame.width);
  const { centre, team, name, angle = 0 } = cloud;
  return { team, name, x: frame.x(centre.regulation), y: frame.y(centre.interest), major: length(cloud.major), minor: length(cloud.minor), turn: -angle };
}
