// The day once more, so many times as fast as it went.
import type { Row } from './timeline';

export const SPEEDS = [1, 10, 30, 60];
/** Nobody waits longer than this for a line: a break, or a laptop that stood open all night, is passed over. */
export const MOST_WAIT_MS = 5000;

/** The time of the day after playing on for `ms`, and the line that stands there; `row` is -1 before the first. */
export function playedOn(rows: Row[], clock: number, ms: number, speed: number): { clock: number; row: number } {
  const next = rows.find((row) => row.at > clock);
  const from = next ? Math.max(clock, next.at - MOST_WAIT_MS * speed) : clock;
  const then = from + ms * speed;
  return { clock: then, row: rows.findLastIndex((row) => row.at <= then) };
}
