// Crowds: four teams, three camps, long names, on one point, in corners and anywhere. Whatever lies there can be read.
import { describe, expect, test } from 'vitest';
import { type Box, boxAround, nearestOn, overlap, touch } from './boxes';
import { draw, type Drawing } from './drawing';
import { type Frame, frameOf } from './frame';
import { widthOf } from './labels';
import type { Spot } from './layout';
import type { Cloud, Mark } from './types';
import { corners } from './words';

const NAMES = ['Verkenners van het hoge noorden', 'Wij willen mama meenemen naar M', 'De Padvinders van de polder 123', 'Illustere lilliputters en elfjes'].map((name) => name.slice(0, 30));

/** A small generator of chance: the same number, the same crowd. */
function chanceOf(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = Math.imul(state ^ (state >>> 15), state | 1);
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
    return ((state ^ (state >>> 14)) >>> 0) / 4294967296;
  };
}
const within = (value: number) => Math.max(-100, Math.min(100, Math.round(value)));
const CORNERS = [[-100, -100], [100, -100], [-100, 100], [100, 100], [0, 100], [-100, 0], [0, 0]] as const;

/** As long as a name may be and still stand there whole. */
const WHOLE = ['De Padvinders 12', 'Kaart en Co', 'Losse Veters', 'Wereldverbeteren'];

interface Crowd { marks: Mark[]; clouds: Cloud[] }
function crowd(seed: number, names = NAMES): Crowd {
  const chance = chanceOf(seed);
  const [cx, cy] = seed % 3 === 0 ? CORNERS[seed % CORNERS.length]! : [chance() * 200 - 100, chance() * 200 - 100];
  const wide = [0, 4, 15, 40, 120][seed % 5]!;
  const near = () => ({ regulation: within(cx + (chance() - 0.5) * 2 * wide), interest: within(cy + (chance() - 0.5) * 2 * wide) });
  const marks = [1, 2, 3].flatMap((round) => [1, 2, 3, 4].map((team): Mark => ({
    team, round, now: round === 3, name: names[team - 1]!, ...near(),
    ...(seed % 2 && { self: near() }), ...(seed % 4 > 1 && { shift: near() }),
  })));
  const clouds = seed % 7 ? [] : [1, 2, 3, 4].map((team) => ({ team, count: 9, enough: true, centre: near(), major: 12, minor: 8, angle: 20 }));
  return { marks, clouds };
}

const halfOf = (frame: Frame) => Math.max(7, Math.min(frame.font * 0.9, frame.width * 0.045));

/** As `Compass.svelte` asks for it. */
function drawn({ marks, clouds }: Crowd, frame: Frame, least: number): Drawing {
  return draw({ frame, r: halfOf(frame), marks, clouds, paths: true, labels: true, corners: frame.size >= 400 ? corners() : [], least });
}

const gap = ({ x, y, r }: Spot, box: Box): number => {
  const [nx, ny] = nearestOn(box, [x, y]);
  return Math.hypot(nx - x, ny - y) - r;
};
const named = ({ spots }: Drawing) => spots.filter(({ kind, mark }) => kind === 'mark' && mark.now);
/** How much nearer a name stands to its own mark than to any other. */
const clearBy = (own: Spot, all: Spot[], box: Box) => Math.min(...all.filter((spot) => spot !== own).map((spot) => gap(spot, box))) - gap(own, box);

/** Looks everywhere beside a mark without a name for a place for nine letters. */
function roomLeft(frame: Frame, drawing: Drawing): boolean {
  const { spots, names, ovals } = drawing;
  const [width, height] = [widthOf('Verkenne…', frame.font), frame.font * 1.42];
  const centres = ovals.map(({ x, y }) => boxAround(x, y, halfOf(frame) * 0.9));
  const taken = [...names, ...centres, ...spots.map(({ x, y, r }) => boxAround(x, y, r * 1.25))];
  const without = named(drawing).filter(({ key }) => !names.some((name) => name.key === key));
  for (let x = frame.from + 4; x + width <= frame.to - 4; x += 3) for (let y = frame.from + 4; y + height <= frame.to - 4; y += 3) {
    const box = { x, y, width, height };
    if (!taken.some((other) => touch(other, box)) && without.some((own) => gap(own, box) + own.r < frame.width * 0.25 && clearBy(own, named(drawing), box) > frame.font * 0.3)) return true;
  }
  return false;
}

const SIZES: [string, Frame, number][] = [
  ['32 rem', frameOf(512, 16, true), 24], ['25 rem', frameOf(400, 16, true), 24], ['16 rem', frameOf(256, 16, true), 24],
  ['the projector', frameOf(47.6 * 16, 22.4, true), 0], ['the projector in the spotlight', frameOf(32 * 16, 22.4, true), 0],
];
const SEEDS = Array.from({ length: 120 }, (_, n) => n);

describe.each(SIZES)('a crowd at %s', (_, frame, least) => {
  const all = SEEDS.map((seed) => ({ seed, ...drawn(crowd(seed), frame, least) }));

  test('no mark lies on another, and all lie on the map', () => {
    for (const { seed, spots } of all) {
      for (const a of spots) {
        expect(a.x - a.r, `${seed}`).toBeGreaterThanOrEqual(frame.from);
        expect(a.x + a.r, `${seed}`).toBeLessThanOrEqual(frame.to);
        expect(a.y - a.r, `${seed}`).toBeGreaterThanOrEqual(frame.from);
        expect(a.y + a.r, `${seed}`).toBeLessThanOrEqual(frame.to);
        for (const b of spots) if (a !== b) expect(Math.hypot(a.x - b.x, a.y - b.y) / (a.r + b.r), `${seed}: ${a.key} ${b.key}`).toBeGreaterThan(1.15);
      }
    }
  });
  test('marks that are buttons are far enough apart to be hit', () => {
    for (const { seed, spots } of all) for (const a of spots) for (const b of spots) {
      if (a !== b && a.kind === 'mark' && b.kind === 'mark') expect(Math.hypot(a.x - b.x, a.y - b.y), `${seed}`).toBeGreaterThan(least - 0.5);
    }
  });
  test('every team has its name, unless a small map has no room for it beside its mark', () => {
    for (const { seed, ...drawing } of all) {
      if (frame.size >= 400) expect(drawing.names.length, `${seed}`).toBe(4);
      else if (drawing.names.length < 4) expect(roomLeft(frame, drawing), `${seed}`).toBe(false);
    }
  });
  test('no name lies on a mark, on another name or beside the map', () => {
    for (const { seed, spots, names } of all) {
      for (const name of names) {
        expect(name.x >= frame.from && name.y >= frame.from && name.x + name.width <= frame.to && name.y + name.height <= frame.to, `${seed}`).toBe(true);
        for (const { x, y, r, key } of spots) expect(touch(name, { x: x - r, y: y - r, width: 2 * r, height: 2 * r }), `${seed}: ${name.lines} on ${key}`).toBe(false);
        for (const other of names) if (other !== name) expect(touch(name, other), `${seed}: ${name.lines} on ${other.lines}`).toBe(false);
      }
    }
  });
  test.runIf(frame.size < 400)('a name stands at its own mark, or has a short line to it and no other mark beside it', () => {
    for (const { seed, ...drawing } of all) for (const name of drawing.names) {
      const own = named(drawing).find(({ key }) => key === name.key)!;
      const others = named(drawing).filter((spot) => spot !== own);
      const alone = name.line && others.every((spot) => gap(spot, name) > frame.font * 3);
      expect(alone || clearBy(own, named(drawing), name) > 0, `${seed}: ${name.lines}`).toBe(true);
      if (name.line) expect(gap(own, name) + own.r, `${seed}: ${name.lines}`).toBeLessThan(frame.width * 0.25);
    }
  });
  test('a name of sixteen signs is not cut, unless the map is very small', () => {
    const few = SEEDS.slice(0, 40);
    const cut = few.flatMap((seed) => drawn(crowd(seed, WHOLE), frame, least).names.filter(({ lines }) => !WHOLE.includes(lines.join(' '))));
    if (frame.size >= 320) expect(cut).toEqual([]);
    else expect(cut.length).toBeLessThan(few.length / 2);
  });
});

/** All that four teams can lay in three camps, in one quadrant. */
function quadrantful(seed: number): Crowd {
  const [chance, [across, up]] = [chanceOf(seed), CORNERS[seed % 4]!];
  const there = () => ({ regulation: Math.round(across * chance()), interest: Math.round(up * chance()) });
  const marks = [1, 2, 3].flatMap((round) => [1, 2, 3, 4].map((team): Mark => ({
    team, round, now: round === 3, name: NAMES[team - 1]!, ...there(), self: there(), shift: there(),
  })));
  return { marks, clouds: [] };
}

test.each([[32, 16], [35, 18], [47.6, 22.4]])('in a quadrant of a compass of %i rem in which all lie, marks make room for its name', (rem, font) => {
  const covered = SEEDS.slice(0, 60).filter((seed) => {
    const { quadrants, spots, names } = drawn(quadrantful(seed), frameOf(rem * 16, font, true), 0);
    const letters = quadrants.flatMap(({ lines }) => lines);
    expect([spots.length > 16, names.length]).toEqual([true, 4]);
    for (const line of letters) for (const { x, y, r, key } of spots) expect(overlap(line, boxAround(x, y, r)), `${seed}: ${key}`).toBeLessThan(0.1);
    return letters.some((line) => names.some((name) => overlap(line, name) > 0.1));
  });
  // And what they made room for, no name of a team takes.
  expect(covered.length).toBeLessThan(10);
});

test.each(SIZES.filter(([, frame]) => frame.size >= 400))('four names in one quadrant at %s leave its own name free', (_, frame, least) => {
  const covered = SEEDS.filter((seed) => {
    const marks = quadrantful(seed).marks.filter(({ now }) => now).map((mark) => ({ ...mark, ...(seed % 2 && { self: undefined, shift: undefined }) }));
    const { quadrants, names } = drawn({ marks, clouds: [] }, frame, least);
    expect(names.length, `${seed}`).toBe(4);
    return quadrants.some(({ lines }) => lines.some((line) => names.some((name) => touch(line, name))));
  });
  expect(covered).toEqual([]);
});
