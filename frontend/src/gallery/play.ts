// One invented game, so that every part tells the same story.
import type { Cloud, Mark } from '../compass/types';

export const NAMES: Record<number, string> = { 1: 'De Padvinders', 2: 'Team Noord', 3: 'De Lantaarns', 4: 'Kaart & Co' };

const PLAY: [number, number, number, number][] = [
  [1, 1, -58, -34], [1, 2, -22, 8], [1, 3, 16, 40], [2, 1, -72, 22], [2, 2, -44, 52], [2, 3, -6, 60],
  [3, 1, 56, 48], [3, 2, 48, 6], [3, 3, -14, -38], [4, 1, -12, -74], [4, 2, 34, -60], [4, 3, 62, -26],
];

export function upTo(round: number): Mark[] {
  return PLAY.filter(([, n]) => n <= round).map(([team, n, regulation, interest]) => ({
    team, round: n, regulation, interest, name: NAMES[team] ?? '', now: n === round,
  }));
}

const cloud = (team: number, regulation: number, interest: number, major: number, minor: number, angle: number): Cloud => ({
  team, count: 12, enough: true, centre: { regulation, interest }, major, minor, angle,
});
export const CLOUDS = [cloud(1, 34, 46, 12, 9, 20), cloud(2, -38, 66, 13, 8, -12), cloud(3, -36, -50, 12, 8, 25), cloud(4, 40, -14, 17, 9, -38)];

export const NEAR: Mark[] = [[1, 30, 34], [2, 36, 38], [3, 34, 28], [4, -40, -30]].map(([team = 1, regulation = 0, interest = 0]) => ({
  team, round: 1, regulation, interest, name: NAMES[team] ?? '', now: true,
}));
