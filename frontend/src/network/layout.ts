// The drawing of a network: two columns with arrows between. Pure: same network, same picture. Units: 1/16 rem, y grows downwards.
import { lines } from '../compass/words';
import type { Link } from '../live/view';
import { linkKey, type Node } from './nodes';

export interface Spot extends Node {
  words: string[];
  /** Left or right of the arrows: 1 looks to the right. */
  looks: 1 | -1;
  /** Where arrows begin and end: the edge that faces the other column. */
  edge: number;
  middle: number;
  width: number;
  height: number;
}
export interface Arrow { key: string; path: string; head: string; from: [number, number]; to: [number, number]; bend: [number, number] }
export interface Drawing { width: number; height: number; font: number; radius: number; spots: Spot[]; arrows: Arrow[]; left: number; right: number }

const LINE = 1.2;

/** Rough width of regular letters with a little air; too wide is better than cut off. */
export const widthOf = (text: string, font: number): number => text.length * font * 0.51 + font * 0.5;

/** A long name also breaks after its hyphen. */
const broken = (name: string, signs: number): string[] => lines(name.replace(/-(?=\S{6})/g, '- '), signs).map((line) => line.replace(/- /g, '-'));

/** Actors left and factors right; when one side would be much longer, its end moves over. Shapes tell them apart, not columns. */
function columns(nodes: Node[], links: Link[]): [Node[], Node[]] {
  const left = nodes.filter(({ kind }) => kind === 'actor');
  const right = nodes.filter(({ kind }) => kind === 'factor');
  while (right.length > left.length + 2) left.push(right.pop() as Node);
  while (left.length > right.length + 2) right.push(left.pop() as Node);
  // What is linked lies as near as can be: fewer arrows cross.
  const row = new Map(left.map(({ id }, n) => [id, n]));
  const pull = new Map(right.map(({ id }, n) => {
    const rows = links.flatMap(({ source, target }) => (source === id ? row.get(target) : target === id ? row.get(source) : undefined) ?? []);
    return [id, rows.length ? rows.reduce((sum, one) => sum + one, 0) / rows.length : n];
  }));
  return [left, right.sort((a, b) => (pull.get(a.id) ?? 0) - (pull.get(b.id) ?? 0))];
}

function sized(node: Node, looks: 1 | -1, font: number, { signs, pad }: { signs: number; pad: number }): Spot {
  const words = broken(node.name, signs);
  const text = Math.max(...words.map((word) => widthOf(word, font)));
  const shape = node.kind === 'actor' ? font * 2.1 : font * 0.6;
  return { ...node, words, looks, edge: 0, middle: 0, width: text + shape, height: words.length * font * LINE + font * pad };
}

/** Spreads a column over the height, with as much air above as between. */
function stack(column: Spot[], edge: number, height: number): void {
  const air = (height - column.reduce((sum, spot) => sum + spot.height, 0)) / (column.length + 1);
  column.reduce((top, spot) => {
    Object.assign(spot, { edge, middle: top + air + spot.height / 2 });
    return top + air + spot.height;
  }, 0);
}

/** Where each arrow touches its nodes: side by side in the order of what they lead to, so that they do not cross at the edge. */
function ports(spots: Map<string, Spot>, links: Link[], font: number): (link: Link, end: 'source' | 'target') => [number, number] {
  const at = new Map<string, [number, number]>();
  for (const spot of spots.values()) {
    const ends = links.flatMap((link) => [
      ...(link.source === spot.id ? [{ key: `${linkKey(link)} source`, y: spots.get(link.target)?.middle ?? 0 }] : []),
      ...(link.target === spot.id ? [{ key: `${linkKey(link)} target`, y: spots.get(link.source)?.middle ?? 0 }] : []),
    ]).sort((a, b) => a.y - b.y || (a.key < b.key ? -1 : 1));
    const round = spot.kind === 'actor';
    const step = Math.min(font * 0.8, ((round ? font * 1.3 : spot.height - font * 0.5)) / Math.max(1, ends.length));
    ends.forEach(({ key }, n) => {
      const off = (n - (ends.length - 1) / 2) * step;
      const dent = round ? font * 0.85 - Math.sqrt(Math.max(0, (font * 0.85) ** 2 - off ** 2)) : 0;
      at.set(key, [spot.edge - spot.looks * dent, spot.middle + off]);
    });
  }
  return (link, end) => at.get(`${linkKey(link)} ${end}`) ?? [0, 0];
}

const round = (value: number) => Math.round(value * 10) / 10;
const point = (...xy: number[]) => xy.map(round).join(' ');

function arrowOf(link: Link, source: Spot, target: Spot, from: [number, number], to: [number, number], gap: number, font: number): Arrow {
  const size = font * 0.62;
  const end = to[0] + target.looks * size * 0.8;
  const reach = source.looks === target.looks ? Math.min(gap * 0.62, font * 2 + Math.abs(to[1] - from[1]) * 0.4) : gap * 0.45;
  const [a, b] = [from[0] + source.looks * reach, end + target.looks * reach];
  return {
    key: linkKey(link), from, to: [end, to[1]], bend: [a, b],
    path: `M${point(...from)}C${point(a, from[1], b, to[1], end, to[1])}`,
    head: `M${point(...to)}l${point(target.looks * size, -size * 0.55)}v${round(size * 1.1)}z`,
  };
}

/** How wide names may be and how much air there is between them: the first that fits the height is taken. */
const LOOSE = { signs: 13, air: 0.7, pad: 0.9 };
const TIGHTER = [{ signs: 13, air: 0.4, pad: 0.6 }, { ...LOOSE, signs: 18 }, { signs: 18, air: 0.4, pad: 0.6 }, { signs: 24, air: 0.3, pad: 0.5 }];

/** The two columns, written in one of these ways. */
function stood([first, second]: [Node[], Node[]], width: number, font: number, way: typeof LOOSE): { left: Spot[]; right: Spot[]; height: number } {
  const [left, right] = [first.map((node) => sized(node, 1, font, way)), second.map((node) => sized(node, -1, font, way))];
  const wide = (column: Spot[]) => Math.max(0, ...column.map((spot) => spot.width)) + 2;
  const tall = (column: Spot[]) => column.reduce((sum, spot) => sum + spot.height + font * way.air, font * way.air);
  const height = Math.max(tall(left), tall(right), font * 5);
  stack(left, wide(left), height);
  stack(right, width - wide(right), height);
  return { left, right, height };
}

/** As many nodes as the height takes, those with most arrows first, and how many had to stay away: letters never shrink. */
export function fit(nodes: Node[], links: Link[], width: number, font: number, beside: Beside): { drawn: Drawing; left: number } {
  const arrows = (id: string) => [...links, ...(beside.links ?? [])].filter(({ source, target }) => source === id || target === id).length;
  const kept = [...nodes].sort((a, b) => arrows(b.id) - arrows(a.id) || nodes.indexOf(a) - nodes.indexOf(b));
  for (;;) {
    const drawn = draw(nodes.filter((node) => kept.includes(node)), links, width, font, beside);
    if (drawn.height <= (beside.height ?? Infinity) || kept.length <= 2) return { drawn, left: nodes.length - kept.length };
    kept.pop();
  }
}

export interface Beside { links?: Link[]; height?: number }

/** `beside`: arrows of another drawing of the same nodes, which must lie at the same places; and the height there is. */
export function draw(nodes: Node[], all: Link[], width: number, font: number, { links: others = [], height: most }: Beside = {}): Drawing {
  const known = new Set(nodes.map(({ id }) => id));
  const links = all.filter(({ source, target }) => known.has(source) && known.has(target));
  const both = columns(nodes, [...links, ...others].sort((a, b) => (linkKey(a) < linkKey(b) ? -1 : 1)));
  const usual = width < font * 32 ? 13 : width < font * 48 ? 18 : 24;
  const ways = [{ ...LOOSE, signs: usual }, ...(most === undefined ? [] : TIGHTER)];
  const tried = ways.map((way) => stood(both, width, font, way)).filter(({ left, right }, n) => n === 0 || (right[0]?.edge ?? width) - (left[0]?.edge ?? 0) > font * 7);
  const { left, right, height } = tried.find((one) => one.height <= (most ?? Infinity)) ?? tried.reduce((a, b) => (b.height < a.height ? b : a));
  const [from, to] = [left[0]?.edge ?? 0, right[0]?.edge ?? width];
  const spots = [...left, ...right];
  const byId = new Map(spots.map((spot) => [spot.id, spot]));
  const port = ports(byId, links, font);
  const arrows = links.map((link) =>
    arrowOf(link, byId.get(link.source) as Spot, byId.get(link.target) as Spot, port(link, 'source'), port(link, 'target'), to - from, font));
  return { width, height, font, radius: font * 0.85, spots, arrows, left: from, right: to };
}
