import { describe, expect, test } from 'vitest';
import { cutWords, firstSentence } from './cut';

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

test('a pitch begins with the first sentence, cut at a word when it is long', () => {
  expect(firstSentence('Yara meet het weer. Daarna vertelt ze.', 90)).toBe('Yara meet het weer.');
  expect(firstSentence('Om 9.30 uur begint het, met z\'n tweeën! En dan verder.', 90)).toBe('Om 9.30 uur begint het, met z\'n tweeën!');
  expect(firstSentence('Een zin zonder einde die doorloopt', 20)).toBe('Een zin zonder…');
  expect(firstSentence('', 20)).toBe('');
});
