import { describe, expect, test } from 'vitest';
import { cutWords } from './cut';

describe('cutWords', () => {
  test.each([
    ['kort', 40, 'kort'],
    ['  twee   regels\nsamen ', 40, 'twee regels samen'],
    ['Danylo legt zijn eigen rekenpad en nog veel meer', 40, 'Danylo legt zijn eigen rekenpad en nog…'],
    ['een, twee, drie', 10, 'een, twee…'],
    ['onderwijsachterstandenbeleid', 10, 'onderwijs…'],
  ])('%j at %i', (text, max, cut) => {
    expect(cutWords(text, max)).toBe(cut);
    expect(cutWords(text, max).length).toBeLessThanOrEqual(max + 1);
  });
});
