import { expect, test } from 'vitest';
import { MemoryKeep } from '../../live/storage';
import { codeOf, makeCode } from './code';

test('six signs that nobody reads wrong', () => {
  expect(makeCode((bytes) => bytes.map((_, n) => n * 43))).toMatch(/^[A-HJ-NP-Z2-9]{6}$/);
});

test('the same person keeps the same code, another person has another place', () => {
  const keep = new MemoryKeep();
  const mine = codeOf(keep, 'ABCDEF', 1);
  expect(codeOf(keep, 'ABCDEF', 1)).toBe(mine);
  codeOf(keep, 'ABCDEF', 2);
  expect(keep.keys('maatwerk:code:ABCDEF:')).toHaveLength(2);
});
