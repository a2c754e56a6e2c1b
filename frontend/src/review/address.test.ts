import { expect, test } from 'vitest';
import { readPlace, withPlace } from './address';

test('a place comes back as it was written', () => {
  for (const place of [{ seq: 41, audience: 'team:2', pinned: 7 }, { seq: 1, audience: 'review', pinned: 0 }]) {
    expect(readPlace(withPlace('', place))).toEqual(place);
  }
  expect(withPlace('', { seq: 41, audience: 'team:2', pinned: 7 })).toBe('?seq=41&as=team:2&beside=7');
});

test('what else stands in an address stays; what leads nowhere is no place', () => {
  expect(withPlace('?via=poll&seq=3', { seq: 4, audience: 'review', pinned: 0 })).toBe('?via=poll&seq=4');
  expect(readPlace('?seq=-1&as=seat:x&beside=1e9')).toEqual({ seq: 0, audience: 'review', pinned: 0 });
});
