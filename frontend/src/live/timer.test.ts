import { expect, test } from 'vitest';
import { clockText, remaining, share, untilNext } from './timer';

const running = { state: 'running', remaining_ms: 60_000, planned_ms: 120_000, ends_at: 100_000 } as const;

test('counts down to ends_at and stops at nought', () => {
  expect(remaining(running, 70_500)).toBe(29_500);
  expect(remaining(running, 170_000)).toBe(0);
});

test('a paused clock stands still', () => {
  expect(remaining({ state: 'paused', remaining_ms: 7000, planned_ms: 9000 }, 1e12)).toBe(7000);
});

test('the sun stands at the left when idle, and never leaves its arc after an extension', () => {
  expect(share({ state: 'idle', remaining_ms: 1, planned_ms: 9 }, 0)).toBe(1);
  expect(share({ ...running, planned_ms: 1000 }, 70_000)).toBe(1);
  expect(share(running, 70_000)).toBe(0.25);
});

test.each([[700_000, '11:40'], [61_001, '1:02'], [1, '0:01'], [0, '0:00']])('%i ms reads %s', (ms, text) => {
  expect(clockText(ms)).toBe(text);
});

test('the next digit comes when the second turns', () => {
  expect(untilNext(running, 70_300)).toBe(700);
  expect(untilNext(running, 70_000)).toBe(1000);
});
