// A team's way from round to round: a bowed line with an arrowhead before the next mark.
import type { Point } from './boxes';
import type { Spot } from './layout';

export interface TeamPath {
  key: string;
  team: number;
  d: string;
  head: { x: number; y: number; turn: number };
  /** Points along the line, so that names keep off it. */
  points: Point[];
}

const one = (value: number) => Math.round(value * 10) / 10;

/** A point `by` away from `from`, in the direction of `to`. */
function toward(from: Point, to: Point, by: number): Point {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const far = Math.hypot(dx, dy) || 1;
  return [from[0] + (dx / far) * by, from[1] + (dy / far) * by];
}

function bow(a: Point, b: Point): Point {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  return [(a[0] + b[0]) / 2 - dy * 0.1, (a[1] + b[1]) / 2 + dx * 0.1];
}

function along(a: Point, c: Point, b: Point): Point[] {
  return Array.from({ length: 9 }, (_, k) => (k + 1) / 10).map((s) => {
    const u = 1 - s;
    return [u * u * a[0] + 2 * u * s * c[0] + s * s * b[0], u * u * a[1] + 2 * u * s * c[1] + s * s * b[1]];
  });
}

/** `short`: a straight arrow, however near they lie; else marks that touch need no line between them. */
export function pathBetween(from: Spot, to: Spot, font: number, short = false): TeamPath | undefined {
  const [a, b]: [Point, Point] = [[from.x, from.y], [to.x, to.y]];
  if (!short && Math.hypot(b[0] - a[0], b[1] - a[1]) < (from.r + to.r) * 1.3 + font * 0.6) return undefined;
  const c: Point = short ? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] : bow(a, b);
  const start = toward(a, c, from.r * 1.1);
  const tip = toward(b, c, to.r * 1.32 + font * 0.12);
  const end = toward(tip, c, font * (short ? 0.3 : 0.5));
  const turn = (Math.atan2(b[1] - c[1], b[0] - c[0]) * 180) / Math.PI;
  const d = `M${start.map(one).join(' ')}Q${c.map(one).join(' ')} ${end.map(one).join(' ')}`;
  return { key: `${from.key}-${to.key}`, team: from.mark.team, d, head: { x: one(tip[0]), y: one(tip[1]), turn: one(turn) }, points: along(a, c, b) };
}

/** All ways: per team, each round to the next one it has. */
export function pathsOf(spots: Spot[], font: number): TeamPath[] {
  const teams = [...new Set(spots.map((spot) => spot.mark.team))];
  return teams.flatMap((team) => {
    const own = spots.filter((spot) => spot.kind === 'mark' && spot.mark.team === team).sort((a, b) => a.mark.round - b.mark.round);
    return own.slice(1).flatMap((spot, k) => pathBetween(own[k] as Spot, spot, font) ?? []);
  });
}
