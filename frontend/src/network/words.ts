// The words on the arrows: only where they hide no other word and no other arrow. The list beside the map has them all.
import type { Box } from '../compass/boxes';
import { lines } from '../compass/words';
import type { Link } from '../live/view';
import { cutWords } from '../parts/cut';
import { type Arrow, type Drawing, widthOf } from './layout';
import { linkKey } from './nodes';

export interface Words extends Box { key: string; words: string[] }

const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
/** On the arrow, else just above, below or beside it: shares of the words' own size. */
const BESIDE = [[0.5, 0.5], [0.5, 1.1], [0.5, -0.1], [1.05, 0.5], [-0.05, 0.5], [1, 1.1], [0, 1.1], [1, -0.1], [0, -0.1]] as const;
const COURSE = Array.from({ length: 41 }, (_, n) => n / 40);

/** A point of the arrow's curve (cubic Bézier). */
function pointOn({ from, to, bend }: Arrow, t: number): [number, number] {
  const u = 1 - t;
  const [a, b, c, d] = [u ** 3, 3 * u * u * t, 3 * u * t * t, t ** 3];
  return [a * from[0] + b * bend[0] + c * bend[1] + d * to[0], (a + b) * from[1] + (c + d) * to[1]];
}

const holds = (box: Box, [x, y]: [number, number]) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
const clear = (a: Box, b: Box) => a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;

/** At most two lines of `signs`. */
function twoLines(text: string, signs: number): string[] {
  const all = lines(cutWords(text, signs * 2), signs);
  const even = lines(all.join(' '), Math.ceil(all.join(' ').length / 2) + 2);
  if (all.length === 2) return even.length === 2 ? even : all;
  return all.length > 2 ? lines(cutWords(text, Math.floor(signs * 1.5)), signs).slice(0, 2) : all;
}

export function wordsOn(drawing: Drawing, links: Link[]): Words[] {
  const { font, left, right, height } = drawing;
  const room = right - left - font * 3;
  const signs = Math.floor(room / (font * 0.51)) - 1;
  if (signs < 8) return [];
  const heads = drawing.arrows.map(({ to }) => ({ x: to[0] - font * 0.7, y: to[1] - font * 0.4, width: font * 1.4, height: font * 0.8 }));
  const courses = drawing.arrows.map((arrow) => ({ key: arrow.key, points: COURSE.map((t) => pointOn(arrow, t)) }));
  const placed: Words[] = [];
  for (const link of links) {
    const arrow = drawing.arrows.find(({ key }) => key === linkKey(link));
    if (!link.how || !arrow) continue;
    const words = twoLines(link.how, Math.min(signs, 24));
    // A crumb tells nothing.
    if (words.join(' ').length < link.how.length / 2) continue;
    const width = Math.max(...words.map((word) => widthOf(word, font)));
    if (width > room + font) continue;
    const tall = words.length * font * 1.15 + font * 0.3;
    const boxes = BESIDE.flatMap(([back, lift]) => ALONG.map((t) => pointOn(arrow, t)).map(([x, y]) => ({
      x: Math.max(left + font, Math.min(right - font - width, x - width * back)), y: Math.max(0, Math.min(height - tall, y - tall * lift)), width, height: tall,
    })));
    const others = courses.filter(({ key }) => key !== arrow.key).flatMap(({ points }) => points);
    const free = boxes.find((box) => [...placed, ...heads].every((other) => clear(box, other)) && !others.some((point) => holds(box, point)));
    if (free) placed.push({ ...free, key: arrow.key, words });
  }
  return placed;
}
