import { beforeEach, expect, test, vi } from 'vitest';
import { Breath } from './breath';

let [clock, costs, waits] = [0, 0, false];
let shown: number[] = [];
const breath = () => new Breath({
  show: () => {
    shown.push(clock);
    clock += costs;
  },
  now: () => clock,
  onwaiting: (now) => (waits = now),
});
const pass = (ms: number) => {
  clock += ms;
  vi.advanceTimersByTime(ms);
};

beforeEach(() => {
  vi.useFakeTimers();
  [clock, costs, waits, shown] = [0, 0, false, []];
  return () => vi.useRealTimers();
});

test('what changes after a quiet time is shown at once', () => {
  costs = 5;
  const one = breath();
  one.changed();
  expect(shown).toEqual([0]);
  pass(100);
  one.changed();
  expect(shown).toEqual([0, 105]);
});

test('what changes while the device gets its breath back is shown together', () => {
  costs = 5;
  const one = breath();
  for (let n = 0; n < 5; n++) one.changed();
  expect([shown.length, waits]).toEqual([1, true]);
  pass(94);
  expect(shown.length).toBe(1);
  pass(1);
  expect([shown.length, waits]).toEqual([2, false]);
});

test('a fast device shows every change', () => {
  const one = breath();
  for (let n = 0; n < 3; n++) one.changed();
  expect(shown.length).toBe(3);
});

test('nobody waits longer than the longest, however slow the device', () => {
  costs = 300;
  const one = breath();
  one.changed();
  one.changed();
  pass(99);
  expect(shown.length).toBe(1);
  pass(1);
  expect(shown.length).toBe(2);
});

test('what must be seen now does not wait, and nothing is shown twice for it', () => {
  costs = 10;
  const one = breath();
  one.changed();
  one.changed();
  one.show();
  expect([shown.length, waits]).toEqual([2, false]);
  pass(1000);
  expect(shown.length).toBe(2);
});
