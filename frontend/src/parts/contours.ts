// Contour lines of a made-up landscape: value noise and marching squares. The same seed gives the same land.
import { round } from './shapes';

export interface Land { seed?: number; cell?: number; step?: number; scale?: number }

function noise(seed: number): (x: number, y: number) => number {
  const hash = (i: number, j: number) => {
    let v = Math.imul(i * 374761393 + j * 668265263 + seed * 2147483, 1274126177);
    v ^= v >>> 13;
    v = Math.imul(v, 1103515245);
    return ((v ^ (v >>> 16)) >>> 0) / 4294967295;
  };
  const soft = (u: number) => u * u * (3 - 2 * u);
  return (x, y) => {
    const [i, j] = [Math.floor(x), Math.floor(y)];
    const [u, v] = [soft(x - i), soft(y - j)];
    return (hash(i, j) * (1 - u) + hash(i + 1, j) * u) * (1 - v) + (hash(i, j + 1) * (1 - u) + hash(i + 1, j + 1) * u) * v;
  };
}

function heights(width: number, height: number, cell: number, scale: number, seed: number): number[][] {
  const at = noise(seed);
  const z = (x: number, y: number) =>
    at(x / scale, y / scale) * 0.68 + at((x / scale) * 2.1 + 9, (y / scale) * 2.1 + 4) * 0.24 + at((x / scale) * 4.3, (y / scale) * 4.3) * 0.08;
  const count = (length: number) => Math.ceil(length / cell) + 1;
  return Array.from({ length: count(height) }, (_, j) => Array.from({ length: count(width) }, (_, i) => z(i * cell, j * cell)));
}

/** Which sides of a cell a line joins, by which of its corners lie higher (sides: top, right, bottom, left). */
const JOINS: Record<number, number[]> = {
  1: [3, 0], 2: [0, 1], 3: [3, 1], 4: [1, 2], 5: [3, 0, 1, 2], 6: [0, 2], 7: [3, 2],
  8: [2, 3], 9: [0, 2], 10: [0, 1, 2, 3], 11: [1, 2], 12: [1, 3], 13: [0, 1], 14: [0, 3],
};

function crossing([a, b, c, e]: number[], level: number, x: number, y: number, cell: number): string {
  const corners = [a, b, c, e] as [number, number, number, number];
  const joins = JOINS[corners.reduce((sum, z, bit) => sum | (Number(z > level) << bit), 0)];
  if (!joins) return '';
  const part = (p: number, q: number) => (level - p) / (q - p);
  const [p, q, r, s] = corners;
  const sides: [number, number][] = [
    [x + cell * part(p, q), y], [x + cell, y + cell * part(q, r)], [x + cell * part(s, r), y + cell], [x, y + cell * part(p, s)],
  ];
  return joins.map((side, k) => `${k % 2 ? 'L' : 'M'}${sides[side]?.map(round).join(' ')}`).join('');
}

function lineAt(level: number, grid: number[][], cell: number): string {
  let d = '';
  for (let j = 0; j + 1 < grid.length; j++)
    for (let i = 0; i + 1 < (grid[j]?.length ?? 0); i++) {
      const corners = [grid[j]?.[i], grid[j]?.[i + 1], grid[j + 1]?.[i + 1], grid[j + 1]?.[i]] as number[];
      d += crossing(corners, level, i * cell, j * cell, cell);
    }
  return d;
}

/** Path data of the thin lines and of every fifth, thicker one. */
export function contours(width: number, height: number, land: Land = {}): { thin: string; thick: string } {
  const { seed = 7, cell = 14, step = 0.1, scale = 260 } = land;
  const grid = heights(width, height, cell, scale, seed);
  const lines = { thin: '', thick: '' };
  for (let n = 1; n * step < 1; n++) lines[n % 5 ? 'thin' : 'thick'] += lineAt(n * step, grid, cell);
  return lines;
}
