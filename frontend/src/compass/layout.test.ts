import { describe, expect, test } from 'vitest';
import { frameOf, placeAt } from './frame';
import { stepped } from './keys';
import { placeLabels } from './labels';
import { layOut, moved, ovalOf } from './layout';
import { pathsOf } from './paths';
import type { Mark } from './types';
import { lines } from './words';

const frame = frameOf(600, 16, true);
const mark = (team: number, round: number, regulation: number, interest: number, now = true): Mark => ({
  team, round, regulation, interest, now, name: `Team ${team}`,
});

describe('frame', () => {
  test('the middle of the sheet is 0,0 and up is more interest of this pupil', () => {
    expect([frame.x(0), frame.y(0)]).toEqual([300, 300]);
    expect(frame.y(50)).toBeLessThan(300);
  });
  test('a place and its point are each other\'s way back', () => {
    expect(placeAt(frame, frame.x(-35), frame.y(80))).toEqual({ regulation: -35, interest: 80 });
  });
  test('a tap beside the map counts as its edge', () => {
    expect(placeAt(frame, 0, 9999)).toEqual({ regulation: -100, interest: -100 });
  });
});

describe('marks', () => {
  test('alone, a mark lies where it is', () => {
    const [spot] = layOut(frame, 14, [mark(1, 1, 20, 20)]);
    expect([spot?.x, spot?.y]).toEqual([frame.x(20), frame.y(20)]);
    expect(spot && moved(spot)).toBe(false);
  });
  test('four on one place part until their edges are clear, and remember it', () => {
    const spots = layOut(frame, 14, [1, 2, 3, 4].map((team) => mark(team, 1, 30, 30)));
    for (const a of spots) for (const b of spots) {
      if (a !== b) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan((a.r + b.r) * 1.2);
    }
    expect(spots.every((spot) => moved(spot) && spot.trueX === frame.x(30))).toBe(true);
  });
  test('in a corner they stay on the map', () => {
    for (const spot of layOut(frame, 14, [1, 2, 3, 4].map((team) => mark(team, 1, 100, 100)))) {
      expect(spot.x + spot.r).toBeLessThan(frame.to);
      expect(spot.y - spot.r).toBeGreaterThan(frame.from);
    }
  });
  test('the order of the input changes nothing', () => {
    const marks = [1, 2, 3].map((team) => mark(team, 1, team, team));
    expect(layOut(frame, 14, marks)).toEqual(layOut(frame, 14, [...marks].reverse()));
  });
});

describe('paths', () => {
  test('one per step of a team, never between teams', () => {
    const spots = layOut(frame, 14, [mark(1, 1, -60, 0, false), mark(1, 3, 60, 0), mark(2, 1, 0, 60), mark(1, 2, 0, 0, false)]);
    expect(pathsOf(spots, 16).map((path) => path.key)).toEqual(['1-1-2-1', '2-1-3-1']);
  });
  test('none between marks that touch', () => {
    expect(pathsOf(layOut(frame, 14, [mark(1, 1, 0, 0, false), mark(1, 2, 1, 0)]), 16)).toEqual([]);
  });
});

describe('names', () => {
  const none = { boxes: [], soft: [], points: [] };
  test('stand at the right when there is room, and never outside', () => {
    const free = placeLabels(frame, layOut(frame, 14, [mark(1, 1, -50, 50)]), 16, none);
    expect(free[0]?.x).toBeGreaterThan(frame.x(-50));
    for (const [x, y] of [[100, 0], [-100, 0], [0, 100], [100, -100]] as const) {
      const [label] = placeLabels(frame, layOut(frame, 14, [mark(1, 1, x, y)]), 16, none);
      expect(label && label.x > frame.from && label.x + label.width < frame.to).toBe(true);
    }
  });
  test.each([
    [420, [[8, 18], [25, -4], [24, 5], [72, 13]]], [600, [[-81, 16], [-64, 45], [-19, 28], [-76, 37]]],
  ])('long names hide no mark in a crowd, on a compass of %i', (size, places) => {
    const sheet = frameOf(size, 16, true);
    const spots = layOut(sheet, Math.min(16 * 0.9, sheet.width * 0.045), places.map(([x = 0, y = 0], n) => ({ ...mark(n + 1, 1, x, y), name: 'Verkenners van het hoge noorden' })));
    for (const label of placeLabels(sheet, spots, 16, none)) for (const { x, y, r } of spots) {
      const half = r * 0.9;
      expect(x + half > label.x && x - half < label.x + label.width && y + half > label.y && y - half < label.y + label.height).toBe(false);
    }
  });
  test('do not lie on each other', () => {
    const labels = placeLabels(frame, layOut(frame, 14, [1, 2, 3, 4].map((team) => mark(team, 1, 10, 10))), 16, none);
    for (const a of labels) for (const b of labels) {
      if (a !== b) expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height).toBe(false);
    }
  });
});

test('full agreement still shows as a cloud, too few answers do not', () => {
  const centre = { regulation: 0, interest: 0 };
  expect(ovalOf(frame, { team: 1, count: 6, enough: true, centre, major: 0, minor: 0, angle: 0 })?.major).toBeGreaterThan(8);
  expect(ovalOf(frame, { team: 1, count: 4, enough: false })).toBeUndefined();
});

test('keys: arrows 5, with Shift 1, Home the middle, the edge is the edge', () => {
  expect(stepped({ regulation: 0, interest: 98 }, 'ArrowUp', false)).toEqual({ regulation: 0, interest: 100 });
  expect(stepped({ regulation: 0, interest: 0 }, 'ArrowLeft', true)).toEqual({ regulation: -1, interest: 0 });
  expect(stepped({ regulation: 40, interest: 9 }, 'Home', false)).toEqual({ regulation: 0, interest: 0 });
  expect(stepped({ regulation: 0, interest: 0 }, 'a', false)).toBeUndefined();
});

test('quadrant names break between words', () => {
  expect(lines('Groepsdifferentiatie en individuele leerlijnen')).toEqual(['Groepsdifferentiatie', 'en individuele', 'leerlijnen']);
});
