import { expect, test } from 'vitest';
import { begun, movedCaret } from './caret';

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

test.each([
  ['', 0, 'In mijn les ', 12],
  ['De', 2, 'De In mijn les ', 15],
  ['De ', 3, 'De In mijn les ', 15],
  ['\n', 1, '\nIn mijn les ', 13],
  ['  ja', 0, 'In mijn les ja', 12],
])('%j with the caret at %i becomes %j', (text, caret, whole, at) => {
  expect(begun(text, caret, 'In mijn les')).toEqual({ text: whole, caret: at });
});
