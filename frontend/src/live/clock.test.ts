import { describe, expect, test } from 'vitest';
import { Clock } from './clock';

function clockAt(start: number) {
  const time = { mono: start };
  return { time, clock: new Clock(() => time.mono, () => 1_000_000 + start) };
}

describe('Clock', () => {
  test('runs on its own clock until the server was heard', () => {
    const { clock, time } = clockAt(0);
    time.mono = 250;
    expect(clock.now()).toBe(1_000_250);
  });

  test('a round trip places the server halfway', () => {
    const { clock, time } = clockAt(0);
    time.mono = 100;
    clock.sample(0, 100, 2_000_000);
    expect(clock.now()).toBe(2_000_050);
  });

  test('the quickest of several round trips wins', () => {
    const { clock, time } = clockAt(0);
    clock.hint(1_900_000);
    clock.sample(0, 20, 2_000_010);
    clock.sample(100, 900, 2_000_900);
    time.mono = 1000;
    expect(clock.now()).toBe(2_001_000);
  });

  test('never runs backwards over a small correction', () => {
    const { clock, time } = clockAt(0);
    clock.sample(0, 800, 2_000_800);
    time.mono = 1000;
    const before = clock.now();
    clock.sample(1000, 1010, 2_001_005);
    expect(clock.now()).toBe(before);
    time.mono = 1900;
    expect(clock.now()).toBe(2_001_900);
  });

  test('after sleep old samples no longer count', () => {
    const { clock } = clockAt(0);
    clock.sample(0, 10, 2_000_005);
    clock.forget();
    clock.sample(20, 400, 2_600_210);
    expect(clock.now()).toBeGreaterThan(2_600_000 - 1);
  });
});
