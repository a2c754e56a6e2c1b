import { expect, test } from 'vitest';
import { movedCaret } from './caret';

test.each([
  ['een zin', 'een zin erbij', 3, 3],
  ['een zin', 'nog een zin', 7, 11],
  ['een zin', 'nog een zin', 0, 0],
  ['een zin', 'een hele zin', 4, 4],
  ['een zin', 'een hele zin', 6, 11],
  ['een korte zin', 'een zin', 8, 4],
  ['', 'nieuw', 0, 0],
])('%j -> %j: caret %i becomes %i', (before, after, caret, moved) => {
  expect(movedCaret(before, after, caret)).toBe(moved);
});
