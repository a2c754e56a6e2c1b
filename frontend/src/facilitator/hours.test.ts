import { expect, test } from 'vitest';
import { hourOf, momentOf } from './hours';

test('a time of day goes into a field and comes back as the same moment', () => {
  const at = new Date(2026, 10, 23, 13, 5).getTime();
  expect(hourOf(at)).toBe('13:05');
  expect(momentOf('13:05', at + 3_600_000)).toBe(at);
  expect([hourOf(undefined), momentOf('', at)]).toEqual(['', undefined]);
});
