import { expect, test } from 'vitest';
import { MemoryKeep } from '../live/storage';
import { speakingAfter, tell, toldBefore } from './told';

test('remembers per round who spoke, and who comes after', () => {
  const keep = new MemoryKeep();
  expect(speakingAfter(2, [1, 2, 3, 4], toldBefore(keep, 'ABCDEF', 1))).toEqual([3, 4, 1]);
  tell(keep, 'ABCDEF', 1, 2);
  tell(keep, 'ABCDEF', 1, 2);
  tell(keep, 'ABCDEF', 1, 4);
  expect(toldBefore(keep, 'ABCDEF', 1)).toEqual([2, 4]);
  expect(speakingAfter(4, [1, 2, 3, 4], toldBefore(keep, 'ABCDEF', 1))).toEqual([1, 3]);
  expect(toldBefore(keep, 'ABCDEF', 2)).toEqual([]);
});
