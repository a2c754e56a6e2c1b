import { describe, expect, test } from 'vitest';
import type { Link } from '../live/view';
import { draw, fit, type Spot } from './layout';
import type { Node } from './nodes';
import { wordsOn } from './words';

const NAMES = ['Schoolleider', 'Leraar', 'Ouder', 'Intern begeleider', 'Leerling', 'Bestuurder of beleidsmaker'];
const THINGS = ['Visie', 'Rooster en leertijd', 'Samenwerking, besluiten en taken', 'Ict-voorzieningen en materiaal', 'Toetsing', 'Ondersteuning en begeleiding'];
const nodes: Node[] = [
  ...NAMES.map((name) => ({ id: name, kind: 'actor' as const, name })), ...THINGS.map((name) => ({ id: name, kind: 'factor' as const, name })),
];
const link = (a: number, b: number, how?: string): Link => ({ source: nodes[a]?.id ?? '', target: nodes[b]?.id ?? '', how });
const links = [link(0, 6, 'kiest'), link(1, 7, 'schuift met tijd en groepen'), link(0, 1), link(7, 1), link(4, 8), link(8, 11), link(3, 11, 'adviseert')];

const box = ({ edge, looks, middle, width, height }: Spot) => ({ x: looks > 0 ? edge - width : edge, y: middle - height / 2, width, height });
type Box = ReturnType<typeof box>;
const apart = (a: Box, b: Box) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe('a network of twelve', () => {
  test.each([[384, 16], [640, 16], [690, 22.4], [900, 22.4]])('no name lies on another at %i wide', (width, font) => {
    const drawing = draw(nodes, links, width, font);
    const boxes = drawing.spots.map(box);
    boxes.forEach((a, i) => boxes.slice(0, i).forEach((b) => expect(apart(a, b)).toBe(true)));
    for (const { x, width: w, y, height } of boxes) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + w).toBeLessThanOrEqual(width);
      expect(y >= 0 && y + height <= drawing.height).toBe(true);
    }
    const words = wordsOn(drawing, links);
    words.forEach((a, i) => [...words.slice(0, i), ...boxes].forEach((b) => expect(apart(a, b)).toBe(true)));
  });

  test('the same network gives the same picture, and an arrow to something unknown is not drawn', () => {
    expect(draw(nodes, links, 640, 16)).toEqual(draw(nodes, [...links, { source: 'x', target: 'Visie' }], 640, 16));
  });

  test('now and wanted have every node at the same place', () => {
    const [now, wanted] = [draw(nodes, links, 640, 16, { links: [link(5, 9)] }), draw(nodes, [link(5, 9)], 640, 16, { links })];
    expect(wanted.spots).toEqual(now.spots);
  });

  test('fits the height of the projector by writing tighter, without names on each other', () => {
    const long = nodes.map((node) => ({ ...node, name: 'Samenwerking, besluiten en taken' }));
    const tight = draw(long, links, 690, 22.4, { height: 33 * 16 });
    expect(tight.height).toBeLessThan(draw(long, links, 690, 22.4).height);
    const boxes = tight.spots.map(box);
    boxes.forEach((a, i) => boxes.slice(0, i).forEach((b) => expect(apart(a, b)).toBe(true)));
  });

  test('twelve factors stand in two columns', () => {
    const spots = draw(nodes.map((node) => ({ ...node, kind: 'factor' as const })), [], 640, 16).spots;
    expect(spots.filter(({ looks }) => looks > 0)).toHaveLength(5);
  });

  test('words stand on their arrow where there is room', () => {
    expect(wordsOn(draw(nodes, links, 900, 22.4), links).map(({ words }) => words.join(' '))).toContain('adviseert');
    expect(wordsOn(draw(nodes, links, 384, 16), links)).toEqual([]);
  });
});

describe('a network for a wall of a given height', () => {
  test('what has fewest arrows stays away, and nothing is drawn higher than there is room', () => {
    const { drawn, left } = fit(nodes, links, 690, 22.4, { height: 300 });
    expect(drawn.height).toBeLessThanOrEqual(300);
    expect(left).toBeGreaterThan(0);
    expect(drawn.spots.length + left).toBe(nodes.length);
    expect(drawn.spots.map(({ id }) => id)).toContain('Visie');
    expect(drawn.spots.map(({ id }) => id)).not.toContain('Toetsing');
    expect(drawn.font).toBe(22.4);
  });
  test('all of it where it fits, or where height is no matter', () => {
    expect(fit(nodes, links, 900, 22.4, { height: 5000 }).left).toBe(0);
    expect(fit(nodes, links, 384, 16, {}).left).toBe(0);
  });
  test('now and wanted leave the same nodes away', () => {
    const [now, wanted] = [links.slice(0, 4), links.slice(4)];
    const ids = (mine: Link[], others: Link[]) => fit(nodes, mine, 690, 22.4, { links: others, height: 300 }).drawn.spots.map(({ id }) => id).sort();
    expect(ids(now, wanted)).toEqual(ids(wanted, now));
  });
});
