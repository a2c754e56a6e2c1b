// Rectangles, segments and points on the sheet.
export interface Box { x: number; y: number; width: number; height: number }
export type Point = [number, number];

export const boxAround = (x: number, y: number, r: number): Box => ({ x: x - r, y: y - r, width: 2 * r, height: 2 * r });

export const covers = (box: Box, [x, y]: Point): boolean => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;

export const touch = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** How much of them lies on each other. */
export function shared(a: Box, b: Box): number {
  const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

/** Share of the smaller one that lies on the other, 0..1: a long name may not hide a small mark. */
export const overlap = (a: Box, b: Box): number => shared(a, b) / Math.min(a.width * a.height, b.width * b.height);

/** The point of a box that lies nearest to another point. */
export const nearestOn = (box: Box, [x, y]: Point): Point => [
  Math.max(box.x, Math.min(box.x + box.width, x)), Math.max(box.y, Math.min(box.y + box.height, y)),
];

/** How near a segment passes by a point. */
export function passing([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + along * dx - x, ay + along * dy - y);
}
