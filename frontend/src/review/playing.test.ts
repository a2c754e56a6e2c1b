import { expect, test } from 'vitest';
import { MOST_WAIT_MS, playedOn } from './playing';
import type { Row } from './timeline';

const rows = [0, 1000, 2000, 60_000, 36_000_000].map((at) => ({ at }) as Row);

test('an hour at 60 times takes a minute, and a step may pass over lines', () => {
  expect(playedOn(rows, 0, 250, 1)).toEqual({ clock: 250, row: 0 });
  expect(playedOn(rows, 0, 250, 10)).toEqual({ clock: 2500, row: 2 });
  let [clock, steps] = [0, 0];
  for (; clock < 60_000; steps += 1) clock = playedOn(rows, clock, 250, 60).clock;
  expect(steps).toBe(4);
});

test('a long silence is passed over, at every speed in the same time', () => {
  for (const speed of [1, 60]) {
    let at = { clock: 60_000, row: 3 };
    let steps = 0;
    for (; at.row < 4; steps += 1) at = playedOn(rows, at.clock, 250, speed);
    expect(steps).toBe(MOST_WAIT_MS / 250);
  }
});

test('after the last line nothing comes; before the first there is none', () => {
  expect(playedOn(rows, 36_000_000, 250, 30).row).toBe(4);
  expect(playedOn(rows, -100_000_000, 250, 1).row).toBe(-1);
});
