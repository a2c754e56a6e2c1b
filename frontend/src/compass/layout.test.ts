import { describe, expect, test } from 'vitest';
import { boxAround, nearestOn, overlap, touch } from './boxes';
import { draw } from './drawing';
import { frameOf, placeAt } from './frame';
import { stepped } from './keys';
import { placeLabels, widthOf } from './labels';
import { layOut, moved, ovalOf } from './layout';
import { pathsOf } from './paths';
import type { Mark } from './types';
import { corners, lines } from './words';

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
  const none = { boxes: [], soft: [], words: [], points: [] };
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

/** A sheet with these marks, as `Compass` draws it. */
const sheetOf = (size: number, font: number, marks: Mark[]) => {
  const sheet = frameOf(size, font, true);
  const r = Math.max(7, Math.min(font * 0.9, sheet.width * 0.045));
  return { sheet, ...draw({ frame: sheet, r, marks, clouds: [], paths: true, labels: true, corners: size >= 400 ? corners() : [], least: 0 }) };
};

// The third camp of docs/gallery.
const TEAM_NAMES = ['De Padvinders', 'Kaart en Co', 'Bergop', 'Losse Veters'];
const CAMPS = [[[-22, 20], [-76, -30], [-5, -72], [-80, -75]], [[18, 30], [-70, 16], [30, -48], [-52, -68]], [[62, 58], [-40, 60], [72, -18], [-30, -34]]] as const;
const AS_THEMSELVES = [[32, 52], [-36, 100], undefined, [-6, -42]] as const;
function camp3(selves: readonly (readonly [number, number] | undefined)[] = []): Mark[] {
  return CAMPS.flatMap((places, round) => places.map(([x, y], n) => {
    const self = selves[n];
    return { ...mark(n + 1, round + 1, x, y, round === 2), name: TEAM_NAMES[n]!, ...(self && { self: { regulation: self[0], interest: self[1] } }) };
  }));
}

test('on a phone a name that finds no room in one line stands there in two, and not cut', () => {
  const { names } = sheetOf(320, 16, camp3(AS_THEMSELVES));
  expect(names.map(({ lines: words }) => words.join(' ')).sort()).toEqual([...TEAM_NAMES].sort());
  expect(names.some(({ lines: words }) => words.length > 1)).toBe(true);
});

test.each([280, 296, 320, 360])('on a sheet of %i no name stands at another team\'s mark', (size) => {
  for (const marks of [camp3(), camp3(AS_THEMSELVES), CAMPS[0].map(([x, y], n) => ({ ...mark(n + 1, 1, x, y), name: TEAM_NAMES[n]! }))]) {
    const { names, spots } = sheetOf(size, 16, marks);
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) {
      const far = spots.filter(({ mark: { now }, kind }) => now && kind === 'mark').map((spot) => {
        const [x, y] = nearestOn(name, [spot.x, spot.y]);
        return { key: spot.key, far: Math.hypot(x - spot.x, y - spot.y) };
      });
      expect(far.sort((a, b) => a.far - b.far)[0]!.key, name.lines.join(' ')).toBe(name.key);
    }
  }
});

/** A name stays where it can be read: the tip of a mark may touch its letters. */
const GRAZE = 0.1;

describe.each([[400, 16], [512, 16], [760, 22.4]])('the names of the quadrants, on a sheet of %i', (size, font) => {
  test('stand in the outer corners', () => {
    const { sheet, quadrants } = sheetOf(size, font, [mark(1, 1, 0, 0)]);
    for (const { corner, lines: boxes } of quadrants) {
      const { x, y } = boxes[0]!.foot;
      expect(x).toBeCloseTo(corner.regulation < 0 ? sheet.from + font * 0.62 : sheet.to - font * 0.62);
      if (corner.interest > 0) expect(y).toBeCloseTo(sheet.from + font * 1.3);
      else expect(boxes.at(-1)!.y).toBeCloseTo(sheet.to - font * 1.47);
    }
  });
  test('give way to marks and stay in their quadrant', () => {
    for (const across of [100, 85, 70]) for (const up of [100, 90, 80]) {
      const marks = [[-1, -1], [-1, 1], [1, -1], [1, 1]].map(([x = 0, y = 0], n) => mark(n + 1, 1, x * across, y * up));
      const { sheet, quadrants, spots } = sheetOf(size, font, marks);
      for (const { corner: { regulation, interest }, lines: boxes } of quadrants) for (const box of boxes) {
        for (const spot of spots) expect(overlap(box, boxAround(spot.x, spot.y, spot.r))).toBeLessThan(GRAZE);
        expect(Math.sign(box.x + box.width / 2 - sheet.x(0))).toBe(regulation);
        expect(Math.sign(sheet.y(0) - box.y - box.height / 2)).toBe(interest);
      }
    }
  });
  test('give way to the stone of whoever reads', () => {
    const sheet = frameOf(size, font, true);
    const reading = { regulation: -85, interest: 88 };
    const { quadrants } = draw({ frame: sheet, r: 14, marks: [], clouds: [], reading, paths: true, labels: false, corners: corners(), least: 0 });
    const stone = boxAround(sheet.x(reading.regulation), sheet.y(reading.interest), 16);
    for (const box of quadrants.flatMap(({ lines: boxes }) => boxes)) expect(overlap(box, stone)).toBeLessThan(GRAZE);
  });
});

test('looking back on the third camp on a laptop, no name of a quadrant lies under a mark', () => {
  const { quadrants, spots } = sheetOf(455, 16, camp3(AS_THEMSELVES));
  for (const box of quadrants.flatMap(({ lines: boxes }) => boxes)) for (const spot of spots) expect(overlap(box, boxAround(spot.x, spot.y, spot.r))).toBeLessThan(GRAZE);
});

test.each([[455, 16], [467, 16], [580, 22.4]])('on a sheet of %i the tip of a kite hangs into no name; it gives way a little where the name keeps its corner', (size, font) => {
  const kept = Array.from({ length: 100 }, (_, n) => -n).filter((up) => {
    const { sheet, quadrants, spots: [kite] } = sheetOf(size, font, [mark(4, 1, -80, up)]);
    const box = quadrants.find(({ corner }) => corner.regulation < 0 && corner.interest < 0)!.lines[0]!;
    if (kite!.y < box.y) expect(kite!.y + kite!.r * 1.38, `${up}`).toBeLessThan(box.y);
    const keeps = box.y > sheet.to - font * 1.5;
    if (keeps) expect(kite!.trueY - kite!.y, `${up}`).toBeLessThan(kite!.r * 0.5);
    return keeps;
  });
  expect(kept).toContain(-75);
});

test.each([[455, true], [600, false]])('looking back on the own school at home on a sheet of %i, no mark lies on the name of a cloud', (size, shifted) => {
  const clouds = ([['Nu', 11, -36, -21], ['Gewenst', 12, 47, 44]] as const).map(([name, team, regulation, interest]) => (
    { name, team, count: 9, enough: true, centre: { regulation, interest }, major: 22, minor: 18, angle: 40 }));
  const sheet = frameOf(size, 16, true);
  const marks = camp3(AS_THEMSELVES).map((one) => (shifted && one.now && one.team === 1 ? { ...one, shift: { regulation: 54, interest: 38 } } : one));
  const { ovals, spots, names } = draw({ frame: sheet, r: 14.4, marks, clouds, paths: true, labels: true, corners: corners(), least: 24 });
  for (const { name, x, y, at } of ovals) {
    const half = widthOf(name!, 18.4) / 2;
    const box = { x: x + at![0] - half, y: y + at![1] - 13, width: 2 * half, height: 13 };
    for (const spot of spots) expect(touch(box, boxAround(spot.x, spot.y, spot.r)), `${name}: ${spot.key}`).toBe(false);
    for (const label of names) expect(touch(box, label), `${name}: ${label.lines.join(' ')}`).toBe(false);
  }
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
