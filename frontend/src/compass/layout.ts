// Where marks go when they would lie on top of each other. Pure: same places, same picture.
import type { Place } from '../live/view';
import type { Box, Point } from './boxes';
import type { Frame } from './frame';
import type { Cloud, Mark } from './types';

/** A mark itself, where the team lays it as itself, or where the discussion brought it. */
export type SpotKind = 'mark' | 'self' | 'shift';

export interface Spot {
  key: string;
  kind: SpotKind;
  mark: Mark;
  r: number;
  /** Where it is drawn. */
  x: number;
  y: number;
  /** Where it truly lies; a pin and a foot line show it when the two differ. */
  trueX: number;
  trueY: number;
}

const TURNS = 240;
/** After so many turns they stand in each other's way along an edge: then they also give way sideways. */
const JAM = 20;
const SIDEWAYS = 0.35;
/** Turning by this angle never comes back to the same direction. */
const GOLDEN = 2.4;
const GAP = 1.28;
const KINDS: SpotKind[] = ['mark', 'self', 'shift'];
/** As far as this from the mark it needs no mark of its own: the sentence says that they are nearly the same. */
const SAME = 3;

const sizeOf = (kind: SpotKind, now: boolean) => (kind === 'self' ? 0.66 : kind === 'mark' && now ? 1.28 : 0.98);

function placeIn(mark: Mark, kind: SpotKind): Place | undefined {
  if (kind === 'mark') return mark;
  const place = mark.now ? mark[kind] : undefined;
  return place && Math.hypot(place.regulation - mark.regulation, place.interest - mark.interest) >= SAME ? place : undefined;
}

function spotsOf(frame: Frame, r: number, mark: Mark): Spot[] {
  return KINDS.flatMap((kind) => {
    const place = placeIn(mark, kind);
    if (!place) return [];
    const [x, y] = [frame.x(place.regulation), frame.y(place.interest)];
    const key = `${mark.round}-${mark.team}${kind === 'mark' ? '' : `-${kind}`}`;
    return [{ key, kind, mark, r: r * sizeOf(kind, mark.now), x, y, trueX: x, trueY: y }];
  });
}

/** How far two lie apart at least: `least` so that a finger hits one of them, and room for the line between a mark and its own. */
function apart(a: Spot, b: Spot, least: number, font: number): number {
  const clear = (a.r + b.r) * GAP;
  if (a.kind === 'mark' && b.kind === 'mark') return Math.max(clear, least);
  const own = a.mark === b.mark && (a.kind === 'mark' || b.kind === 'mark');
  return own ? (a.r + b.r) * 1.3 + font * (a.kind === 'shift' || b.kind === 'shift' ? 0.9 : 0.4) : clear;
}

interface Pair { a: Spot; b: Spot; need: number; order: number }

/** What lies on nearly the same place fans out around it, each in its own direction, and not all along one line. */
function fanOut(pairs: Pair[]): void {
  const near = pairs.filter(({ a, b }) => Math.hypot(a.trueX - b.trueX, a.trueY - b.trueY) < a.r);
  const crowded = [...new Set(near.flatMap(({ a, b }) => [a, b]))];
  crowded.forEach((spot, n) => {
    const [way, by] = [n * GOLDEN, Math.sqrt(n + 1) * spot.r * 0.2];
    spot.x += Math.cos(way) * by;
    spot.y += Math.sin(way) * by;
  });
}

/** Two spots slide apart until their edges are clear; true when they had to. */
function part({ a, b, need, order }: Pair, turn: number): boolean {
  const [dx, dy] = [a.x - b.x, a.y - b.y];
  const far = Math.hypot(dx, dy);
  if (far >= need - 0.01) return false;
  const way = far < 0.01 ? order * GOLDEN : Math.atan2(dy, dx) + (turn < JAM ? 0 : order % 2 ? SIDEWAYS : -SIDEWAYS);
  const [ux, uy] = [Math.cos(way), Math.sin(way)];
  // A mark gives way to a mark: what lies beside one goes round it, as long as it can.
  const alike = turn >= JAM || (a.kind === 'mark') === (b.kind === 'mark');
  const share = alike ? 0.5 : a.kind === 'mark' ? 0 : 1;
  a.x += ux * (need - far) * share;
  a.y += uy * (need - far) * share;
  b.x -= ux * (need - far) * (1 - share);
  b.y -= uy * (need - far) * (1 - share);
  return true;
}

function keepInside(frame: Frame, spot: Spot): void {
  const edge = spot.r * 1.25;
  spot.x = Math.max(frame.from + edge, Math.min(frame.to - edge, spot.x));
  spot.y = Math.max(frame.from + edge, Math.min(frame.to - edge, spot.y));
}

/** What lies beside a mark keeps off the centre of a cloud; true when it had to. A mark may lie where the room reads it. */
function keepOff({ x, y, r }: Round, spot: Spot): boolean {
  const [dx, dy, need] = [spot.x - x, spot.y - y, (spot.r + r) * GAP];
  const far = Math.hypot(dx, dy);
  if (spot.kind === 'mark' || far >= need - 0.01) return false;
  const way = far < 0.01 ? GOLDEN : Math.atan2(dy, dx);
  spot.x = x + Math.cos(way) * need;
  spot.y = y + Math.sin(way) * need;
  return true;
}

/** As far as a mark reaches down: the tip of a kite hangs out of the box around it. */
export const footOf = ({ r, mark }: Spot): number => r * (mark.team === 4 ? 1.4 : 1.1);

/** Out of a corner of the map, along the shorter way to its middle; true when it lay there. */
function keepOut(frame: Frame, { x, y, width, height }: Box, spot: Spot): boolean {
  const [left, top, edge] = [x < frame.x(0), y < frame.y(0), spot.r * 1.1];
  const across = left ? x + width + edge - spot.x : spot.x - x + edge;
  const down = top ? y + height + edge - spot.y : spot.y - y + footOf(spot);
  if (Math.min(across, down) < 0.01) return false;
  if (across < down) spot.x += left ? across : -across;
  else spot.y += top ? down : -down;
  return true;
}

interface Round { x: number; y: number; r: number }
export interface Keep {
  /** Units between the middles of two marks, when they are to be tapped. */
  least?: number;
  /** Of the clouds. */
  centres?: Round[];
  /** In corners of the map, where no mark may lie. */
  words?: Box[];
}

export function layOut(frame: Frame, r: number, marks: Mark[], { least = 0, centres = [], words = [] }: Keep = {}): Spot[] {
  const sorted = [...marks].sort((a, b) => a.round - b.round || a.team - b.team);
  const spots = sorted.flatMap((mark) => spotsOf(frame, r, mark));
  const pairs: Pair[] = spots.flatMap((a, i) => spots.slice(0, i).map((b, j) => ({ a, b, order: i + j, need: apart(a, b, least, frame.font) })));
  fanOut(pairs);
  for (const spot of spots) keepInside(frame, spot);
  for (let turn = 0, still = false; turn < TURNS && !still; turn++) {
    still = true;
    for (const pair of pairs) if (part(pair, turn)) still = false;
    for (const centre of centres) for (const spot of spots) if (keepOff(centre, spot)) still = false;
    for (const word of words) for (const spot of spots) if (keepOut(frame, word, spot)) still = false;
    for (const spot of spots) keepInside(frame, spot);
  }
  return spots;
}

export const moved = (spot: Spot): boolean => Math.hypot(spot.x - spot.trueX, spot.y - spot.trueY) > spot.r * 0.35;

/** What belongs to a mark: its own spot of another kind. */
export const spotFor = (spots: Spot[], { mark }: Spot, kind: SpotKind): Spot | undefined =>
  spots.find((spot) => spot.kind === kind && spot.mark === mark);

/** `at`: where its name stands, seen from the centre. */
export interface Oval { team: number; name?: string; at?: Point; x: number; y: number; major: number; minor: number; turn: number }

/** A cloud on the sheet; also full agreement stays visible. */
export function ovalOf(frame: Frame, cloud: Cloud): Oval | undefined {
  if (!cloud.enough || !cloud.centre) return undefined;
  const least = frame.font * 0.8;
  const length = (value = 0) => Math.max(least, (value / 200) * frame.width);
  const { centre, team, name, angle = 0 } = cloud;
  return { team, name, x: frame.x(centre.regulation), y: frame.y(centre.interest), major: length(cloud.major), minor: length(cloud.minor), turn: -angle };
}
