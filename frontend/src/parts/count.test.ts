import { expect, test } from 'vitest';
import { roomLeft } from './count';

test.each([
  [0, undefined, undefined],
  [99, 120, undefined],
  [100, 120, 'Nog 20 tekens'],
  [119, 120, 'Nog 1 teken'],
  [120, 120, 'Nog 0 tekens'],
  [121, 120, '1 teken te veel'],
  [140, 120, '20 tekens te veel'],
  [3599, 4000, undefined],
  [3600, 4000, 'Nog 400 tekens'],
])('%i of %s: %s', (length, max, words) => {
  expect(roomLeft(length, max)).toBe(words);
});
