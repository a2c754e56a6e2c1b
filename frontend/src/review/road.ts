// The time of the session as a road: every stay in a phase gets a piece, long enough to see, not longer than it deserves.
import type { Section, Timeline } from './timeline';

export interface Piece { section: Section; from: number; to: number; x0: number; x1: number }

/** A laptop that stood open all night should not push the day into a corner. */
const MOST = 75 * 60_000;
const LEAST_SHARE = 0.012;

/** Pieces from 0 to 1. */
export function piecesOf({ sections, to }: Pick<Timeline, 'sections' | 'to'>): Piece[] {
  const spans = sections.map((section, n) => ({ section, from: section.at, to: sections[n + 1]?.at ?? Math.max(to, section.at + 1) }));
  const long = spans.map((span) => Math.min(MOST, Math.max(1, span.to - span.from)));
  const total = long.reduce((sum, one) => sum + one, 0);
  const shares = long.map((one) => Math.max(LEAST_SHARE, one / total));
  const sum = shares.reduce((a, b) => a + b, 0);
  let x = 0;
  return spans.map((span, n) => {
    const x0 = x;
    x += (shares[n] ?? 0) / sum;
    return { ...span, x0, x1: x };
  });
}

export function xOf(pieces: Piece[], at: number, section?: number): number {
  const piece = section === undefined ? pieces.findLast((one) => one.from <= at) : pieces[section];
  if (!piece) return 0;
  const share = Math.max(0, Math.min(1, (at - piece.from) / Math.max(1, piece.to - piece.from)));
  return piece.x0 + share * (piece.x1 - piece.x0);
}

/** Where in a row of places, in order, the nearest to `x` stands; -1 when there is none. */
export function nearest(places: number[], x: number): number {
  let [low, high] = [0, places.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && x - (places[low - 1] ?? 0) < (places[low] ?? 0) - x ? low - 1 : places.length ? low : -1;
}

/** How wide the picture of each stop may be: `most`, or as far as the next stop's own picture. */
export const roomAt = (places: number[], most: number, end: number): number[] =>
  places.map((x, n) => Math.max(0, Math.min(most, (places[n + 1] ?? end) - x - 6)));

/** The first stay at every stop of the route, with its place on the road. */
export function stopsOf(pieces: Piece[]): Piece[] {
  const seen = new Set<string>();
  return pieces.filter(({ section }) => {
    const key = section.leg === 'vote' ? 'vote' : `${section.stop}`;
    return !seen.has(key) && seen.add(key);
  });
}
