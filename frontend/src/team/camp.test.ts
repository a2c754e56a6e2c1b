import { expect, test } from 'vitest';
import { campOf, returnTime } from './camp';
import { schoolParts } from './school';

const agenda = [
  { id: 'welcome' as const, minutes: 15 }, { id: 'work' as const, round: 1, minutes: 18 }, { id: 'break' as const, minutes: 10 },
];

test('the camp is that of the phase, else the last one entered', () => {
  expect(campOf({ round: null, agenda, index: 0 })).toBeUndefined();
  expect(campOf({ round: 1, agenda, index: 1 })).toBe(1);
  expect(campOf({ agenda, index: 2 })).toBe(1);
});

test('the break ends with the clock, or by the plan', () => {
  const phase = { id: 'break' as const, agenda, index: 2, entered_at: 1000 };
  const idle = { state: 'idle' as const, remaining_ms: 0, planned_ms: 0 };
  expect(returnTime({ phase, timer: idle })).toBe(601_000);
  expect(returnTime({ phase, timer: { ...idle, state: 'running', ends_at: 5 } })).toBe(5);
});

test('a school tells what it has, and nothing empty', () => {
  expect(schoolParts({ name: 'De Klinker', ict: 'Laptops', vision: '  ' })).toEqual([['ict', 'Laptops']]);
});
