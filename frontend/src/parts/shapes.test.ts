import { expect, test } from 'vitest';
import { circle } from './shapes';

test('a circle is round, whatever its size: both arcs span exactly its diameter', () => {
  for (let r = 5; r < 30; r += 0.017) {
    const [, radius = 0, across = 0] = /a([\d.]+) .* ([\d.]+) 0a/.exec(circle(0, 0, r))?.map(Number) ?? [];
    expect(across).toBeCloseTo(2 * radius, 9);
  }
});
