// The map of the day, in a sheet of 1920 x 1080: where the road runs and where its stops lie.
import { round } from '../parts/shapes';

type Point = readonly [number, number];

const ROAD: Point[] = [
  [1040, 622], [1110, 548], [1060, 450], [1120, 372], [1240, 372], [1310, 480], [1420, 496], [1480, 400],
  [1420, 300], [1480, 196], [1600, 192], [1660, 300], [1740, 330], [1800, 250], [1800, 190],
];
/** Which point of the road each stop of the route lies at; the last one is home, beyond the fire. */
const STOP_POINTS = [0, 3.5, 6, 7, 9.5, 14, 14];

export const stopPoint = (stop: number): Point => {
  const at = STOP_POINTS[stop] ?? 0;
  const [a, b] = [ROAD[Math.floor(at)], ROAD[Math.ceil(at)]] as [Point, Point];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
};

/** A smooth line through all points (Catmull-Rom). */
export function roadPath(): string {
  return ROAD.slice(0, -1).reduce((d, b, i) => {
    const [a, c, e] = [ROAD[i - 1] ?? b, ROAD[i + 1] ?? b, ROAD[i + 2] ?? ROAD[i + 1] ?? b];
    const bend = [b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6, c[0] - (e[0] - b[0]) / 6, c[1] - (e[1] - b[1]) / 6, ...c];
    return `${d}C${bend.map(round).join(' ')}`;
  }, `M${ROAD[0]?.join(' ')}`);
}

/** Share of the road that is walked at a stop, 0..100. */
export function walkedTo(stop: number): number {
  const lengths = ROAD.slice(1).map((b, i) => Math.hypot(b[0] - (ROAD[i]?.[0] ?? 0), b[1] - (ROAD[i]?.[1] ?? 0)));
  const total = lengths.reduce((sum, one) => sum + one, 0);
  const upTo = STOP_POINTS[stop] ?? 0;
  return (100 * lengths.reduce((sum, one, i) => sum + one * Math.max(0, Math.min(1, upTo - i)), 0)) / total;
}
