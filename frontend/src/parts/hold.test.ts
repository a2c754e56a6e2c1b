import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HOLD_MS, holding } from './hold';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('held long enough counts once', () => {
  const held = vi.fn();
  holding(held, () => undefined).press();
  vi.advanceTimersByTime(HOLD_MS - 1);
  expect(held).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5000);
  expect(held).toHaveBeenCalledTimes(1);
});

test('let go too early counts for nothing', () => {
  const held = vi.fn();
  const hold = holding(held, () => undefined);
  hold.press();
  vi.advanceTimersByTime(HOLD_MS / 2);
  hold.release();
  vi.advanceTimersByTime(5000);
  expect(held).not.toHaveBeenCalled();
});

test('Enter twice counts, once and late does not', () => {
  const held = vi.fn();
  const hold = holding(held, () => undefined);
  hold.key();
  vi.advanceTimersByTime(2000);
  hold.key();
  expect(held).not.toHaveBeenCalled();
  hold.key();
  expect(held).toHaveBeenCalledTimes(1);
});
