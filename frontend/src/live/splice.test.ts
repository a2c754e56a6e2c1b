import { describe, expect, test } from 'vitest';
import { moved, splice } from './splice';

const apply = (text: string, { at, away, letters }: ReturnType<typeof splice>) => text.slice(0, at) + letters + text.slice(at + away);

describe('splice', () => {
  test.each([
    ['', 'a', 1, { at: 0, away: 0, letters: 'a' }],
    ['ab', 'axb', 2, { at: 1, away: 0, letters: 'x' }],
    ['axb', 'ab', 1, { at: 1, away: 1, letters: '' }],
    ['een twee', 'een vier', 8, { at: 4, away: 4, letters: 'vier' }],
    ['een twee', 'een drie', 8, { at: 4, away: 3, letters: 'dri' }],
    // Of equal letters the one at the hand.
    ['aaa', 'aaaa', 1, { at: 0, away: 0, letters: 'a' }],
    ['aaa', 'aaaa', 3, { at: 2, away: 0, letters: 'a' }],
    ['aaaa', 'aaa', 1, { at: 1, away: 1, letters: '' }],
    ['gelijk', 'gelijk', 3, { at: 3, away: 0, letters: '' }],
    // Two letters that share their first half stay whole.
    ['😀', '😁', 2, { at: 0, away: 2, letters: '😁' }],
    ['😀', '😀😀', 2, { at: 0, away: 0, letters: '😀' }],
    ['a😀b', 'a🐀b', 3, { at: 1, away: 2, letters: '🐀' }],
  ])('%s to %s', (before, after, caret, change) => {
    expect(splice(before, after, caret)).toEqual(change);
    expect(apply(before, change)).toBe(after);
  });

  test('whatever is typed, it leads to what is there', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % below;
    const text = () => Array.from({ length: random(7) }, () => ['a', 'b', '😀', '😁'][random(4)]).join('');
    const broken = (letters: string) => /\p{Surrogate}/u.test(letters);
    for (let n = 0; n < 3000; n++) {
      const [before, after] = [text(), text()];
      const change = splice(before, after, random(after.length + 1));
      expect(apply(before, change)).toBe(after);
      for (const part of [change.letters, before.slice(change.at, change.at + change.away)]) expect(broken(part)).toBe(false);
    }
  });
});

describe('a change that was made before others came in', () => {
  test.each([
    ['voor', 'een', 'eenx', 'nul een', 'nul eenx'],
    ['achter', 'een', 'xeen', 'een twee', 'xeen twee'],
    ['op dezelfde plek', 'een', 'een a', 'een b', 'een b a'],
  ])('%s', (_, before, after, now, result) => {
    expect(apply(now, moved(splice(before, after, after.length), before, now))).toBe(result);
  });
});
