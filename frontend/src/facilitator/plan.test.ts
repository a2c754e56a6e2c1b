import { expect, test } from 'vitest';
import { AGENDA, viewAt } from './fixture';
import { endAfter, expectedEnd, lateBy, plannedEnd, readEntries, stops, took } from './plan';

const MINUTE = 60_000;

test('a camp is one stop with the minutes of its four phases', () => {
  const all = stops(AGENDA);
  expect(all.map((stop) => stop.kind)).toEqual(['dot', 'dot', 'camp', 'camp', 'dot', 'camp', 'dot', 'fire', 'dot', 'home']);
  expect(all.filter((stop) => stop.kind === 'camp').map((stop) => [stop.round, stop.minutes, stop.places.length])).toEqual([[1, 40, 4], [2, 40, 4], [3, 44, 4]]);
});

test('the log tells which phases were entered and how far it was read', () => {
  const log = [{ seq: 4, type: 'note_written', data: {} }, { seq: 5, type: 'phase_entered', data: { index: 1, at: 10 } }].map((line) => JSON.stringify(line)).join('\n');
  expect(readEntries(`${log}\n`)).toEqual({ entries: [{ index: 1, at: 10 }], seq: 5 });
  expect(readEntries('')).toEqual({ entries: [], seq: 0 });
});

test('what a phase took adds up visits, also after going back', () => {
  const entries = [{ index: 1, at: 0 }, { index: 2, at: 14 * MINUTE }, { index: 1, at: 20 * MINUTE }, { index: 2, at: 21 * MINUTE }];
  expect(took(entries, [1], 30 * MINUTE)).toBe(15);
  expect(took(entries, [2], 30 * MINUTE)).toBe(15);
  expect(took(entries, [7], 30 * MINUTE)).toBeUndefined();
});

test('the expected end follows the clock, the planned end the start', () => {
  const { phase } = viewAt('discuss', 3);
  const timer = { state: 'paused' as const, remaining_ms: 6 * MINUTE, planned_ms: 10 * MINUTE };
  expect(expectedEnd(phase, timer, 0)).toBe((6 + 5 + 45 + 8) * MINUTE);
  const start = [{ index: 1, at: 0 }];
  expect(plannedEnd(AGENDA, start)).toBe(207 * MINUTE);
  expect(lateBy(phase, timer, start, 145 * MINUTE)).toBe(2);
  expect(lateBy(phase, timer, [], 0)).toBeUndefined();
});

test('the facilitator may say when it begins and has to be over', () => {
  const { phase, timer } = viewAt('lobby', undefined, { timer: { state: 'idle', remaining_ms: 0, planned_ms: 0 } });
  const start = { starts_at: 30 * MINUTE };
  expect(expectedEnd(phase, timer, 0, start)).toBe((30 + 207) * MINUTE);
  expect(expectedEnd(phase, timer, 40 * MINUTE, start)).toBe((40 + 207) * MINUTE);
  expect(lateBy(phase, timer, [], 40 * MINUTE, start)).toBe(10);
  expect(lateBy(phase, timer, [], 0, { ends_at: 200 * MINUTE })).toBe(7);
  expect(plannedEnd(AGENDA, [{ index: 1, at: 5 * MINUTE }], start)).toBe(237 * MINUTE);
});

test('more or less time moves the end, and ten seconds are always left', () => {
  const { phase } = viewAt('evaluate');
  const running = { state: 'running' as const, remaining_ms: 0, planned_ms: 0, ends_at: 2 * MINUTE };
  expect(endAfter(phase, running, 60, 0)).toBe(3 * MINUTE);
  expect(endAfter(phase, running, -60, 0)).toBe(MINUTE);
  expect(endAfter(phase, running, -300, MINUTE)).toBe(MINUTE + 10_000);
  expect(endAfter(phase, { state: 'over', remaining_ms: 0, planned_ms: MINUTE }, 60, 5 * MINUTE)).toBe(6 * MINUTE);
});
