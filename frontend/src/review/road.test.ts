import { expect, test } from 'vitest';
import { nearest, piecesOf, roomAt, stopsOf, xOf } from './road';
import type { Section } from './timeline';

const section = (number: number, at: number, stop: number, leg = `${stop}`): Section => ({ number, at, stop, leg, name: leg });
const HOUR = 3_600_000;

test('pieces fill the road; a long night does not take it all', () => {
  const pieces = piecesOf({ sections: [section(0, 0, 0), section(1, 20 * HOUR, 1), section(2, 21 * HOUR, 6)], to: 21 * HOUR });
  expect(pieces[0]?.x0).toBe(0);
  expect(pieces.at(-1)?.x1).toBeCloseTo(1);
  expect((pieces[1]?.x1 ?? 0) - (pieces[1]?.x0 ?? 0)).toBeGreaterThan(0.3);
  expect(xOf(pieces, 20.5 * HOUR)).toBeCloseTo(((pieces[1]?.x0 ?? 0) + (pieces[1]?.x1 ?? 0)) / 2);
  expect(xOf([], 5)).toBe(0);
});

test('a stop is named once, at its first stay', () => {
  const pieces = piecesOf({ sections: [section(0, 0, 1), section(1, 9, 2), section(2, 12, 1)], to: 20 });
  expect(stopsOf(pieces).map((one) => one.section.number)).toEqual([0, 1]);
});

test('the nearest place is found, also outside and between two', () => {
  const places = [0, 0.25, 0.25, 0.5, 1];
  expect([-1, 0.1, 0.13, 0.3, 0.74, 0.76, 9].map((x) => places[nearest(places, x)])).toEqual([0, 0, 0.25, 0.25, 0.5, 1, 1]);
  expect(nearest([], 0.5)).toBe(-1);
});

test('the picture of a stop ends where the next one begins', () => {
  expect(roomAt([16, 100, 130, 133, 340], 46, 358)).toEqual([46, 24, 0, 46, 12]);
});
