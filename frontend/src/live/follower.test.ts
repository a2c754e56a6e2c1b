import { describe, expect, test } from 'vitest';
import { Follower } from './follower';
import type { Patch, Resumed, View, Welcome } from './protocol';

const view = { vote: { count: 0 } } as unknown as View;
const welcome = (seq: number) => ({ type: 'welcome', seq, view }) as Welcome;
const patch = (prev: number, seq: number, count: number): Patch => ({ type: 'patch', prev, seq, merge: { vote: { count } } });

function following(seq: number): Follower {
  const follower = new Follower();
  follower.welcome(welcome(seq));
  return follower;
}

describe('Follower', () => {
  test('has nothing to tell before the welcome', () => {
    expect(new Follower().after).toBeUndefined();
    expect(following(7).after).toBe(7);
  });

  test('patches in a chain change the view, also two with one seq', () => {
    const follower = following(7);
    expect(follower.patch(patch(7, 9, 1))).toBe(true);
    expect(follower.patch(patch(9, 9, 2))).toBe(true);
    expect([follower.seq, follower.view?.vote.count]).toEqual([9, 2]);
  });

  test('a gap asks once for a new start and ignores what comes before it', () => {
    const follower = following(7);
    expect(follower.patch(patch(8, 9, 1))).toBe(false);
    expect(follower.patch(patch(9, 10, 2))).toBe(true);
    expect(follower.view?.vote.count).toBe(0);
    expect(follower.after).toBeUndefined();
    follower.welcome(welcome(10));
    expect(follower.patch(patch(10, 11, 3))).toBe(true);
    expect(follower.view?.vote.count).toBe(3);
  });

  test.each([7, 12])('after resumed the missed patch may hang on %i', (prev) => {
    const follower = following(7);
    follower.resumed({ type: 'resumed', seq: 12 } as Resumed);
    expect(follower.patch(patch(prev, 12, 4))).toBe(true);
    expect(follower.patch(patch(12, 13, 5))).toBe(true);
    expect(follower.view?.vote.count).toBe(5);
  });

  test('after resumed without anything missed, the next patch hangs on the new seq', () => {
    const follower = following(7);
    follower.resumed({ type: 'resumed', seq: 12 } as Resumed);
    expect(follower.after).toBe(12);
    expect(follower.patch(patch(12, 13, 5))).toBe(true);
  });

  test('several missed patches after resumed', () => {
    const follower = following(7);
    follower.resumed({ type: 'resumed', seq: 12 } as Resumed);
    expect(follower.patch(patch(7, 9, 1))).toBe(true);
    expect(follower.patch(patch(9, 12, 2))).toBe(true);
    expect(follower.patch(patch(12, 13, 3))).toBe(true);
    expect(follower.view?.vote.count).toBe(3);
  });
});
