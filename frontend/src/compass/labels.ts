// Names beside marks. A name never lies on a mark or on another name, nor on a small map at another's mark: without room left a mark keeps only its shape.
import { ROOM } from '../parts/shapes';
import { type Box, boxAround, covers, nearestOn, overlap, passing, type Point, shared, touch } from './boxes';
import type { Frame } from './frame';
import type { Oval, Spot } from './layout';

export interface Label extends Box {
  key: string;
  lines: string[];
  /** From the name to its mark, when it could not stand beside it. */
  line?: [Point, Point];
}

export interface Hindrance {
  /** What may not be hidden, besides the marks. */
  boxes: Box[];
  /** Clouds: may be covered if need be. */
  soft: Box[];
  /** Names of quadrants: free as long as every name has room elsewhere; else each letter that is covered counts. */
  words: Box[];
  /** Along the paths. */
  points: Point[];
}

/** A place for a name, and what it costs whatever the other names do. */
interface Option { box: Box; lines: string[]; cost: number; clear: boolean; line?: [Point, Point] }
interface Room extends Hindrance { frame: Frame; font: number; spots: Spot[]; marks: Box[] }

const WIDE = /[MWmw@%]/;
const NARROW = /[Iijltfr.,:;'’!|()[\] -]/;

/** Rough width of a bold name with the air around it; a little too wide is better than cut off. */
export function widthOf(name: string, font: number): number {
  const signs = [...name].reduce((sum, sign) => sum + (WIDE.test(sign) ? 0.92 : NARROW.test(sign) ? 0.38 : 0.62), 0);
  return (signs + 0.6) * font;
}

const cut = (name: string, most: number): string => `${[...name].slice(0, most).join('').trimEnd()}…`;

/** A longer name ends with an ellipsis; 16 signs always fit. */
export const shortName = (name: string): string => ([...name].length > 18 ? cut(name, 16) : name);

/** In a crowd a name is cut once more, before it hides something or finds no room. */
const shorterName = (name: string): string => ([...name].length > 10 ? cut(name, 8) : name);

/** A name in two lines: it breaks at the first space from about its middle. */
const inTwo = (name: string): string[] => name.match(`^(.{${Math.floor(name.length / 2) - 1},}?) (.+)`)?.slice(1) ?? [];

/** Between the lines of a name. */
export const PITCH = 1.12;
const TWO = 10;
/** Dearer than any place beside the mark; a name that is cut anyway is cut shorter before it goes far away, a whole one is not. */
const SHORTER = 14;
const AWAY = 30;
const CUT = 400;
/** Whose a name is must be clear: it stands nearer to its mark than to any other, by this part of a letter. */
const CLEARLY = 0.3;
/** Or a line leads there, no longer than this part of the map, and no other mark lies within so many letters. */
const LONGEST = 0.25;
const ALONE = 3;
/** Else it is dearer than anywhere far from its mark; on a map smaller than this rather no name: shape and table say it too. */
const UNCLEAR = 40;
const SMALL = 400;
/** So many places far from the mark are weighed, of the thousands that there are. */
const NEAREST = 400;

interface Form { lines: string[]; cost: number }
/** How a name can be written, the best first. */
function formsOf(whole: string): Form[] {
  const [name, shorter] = [shortName(whole), shorterName(shortName(whole))];
  return [
    { lines: [name], cost: 0 }, { lines: inTwo(name), cost: TWO },
    ...(shorter === name ? [] : [{ lines: [shorter], cost: name === whole ? CUT : SHORTER }]),
  ].filter(({ lines }) => lines.length);
}

/** Right, left, above, below, then the corners, then all of these further away: the order of preference. */
function beside(spot: Spot, width: number, height: number): Box[] {
  const g = spot.r * 1.5;
  const at: Point[] = [
    [g, -height / 2], [-g - width, -height / 2], [-width / 2, -g - height * 0.9], [-width / 2, g * 1.1],
    [g * 0.6, -g * 0.9 - height], [g * 0.6, g * 0.95], [-g * 0.6 - width, -g * 0.9 - height], [-g * 0.6 - width, g * 0.95],
    [g * 2, -height / 2], [-g * 2 - width, -height / 2], [-width / 2, -g * 2 - height * 0.9], [-width / 2, g * 2.1],
    [-g, -g * 1.2 - height], [g - width, -g * 1.2 - height], [-g, g * 1.3], [g - width, g * 1.3],
    [g, -g * 1.6 - height], [g, g * 1.7], [-g - width, -g * 1.6 - height], [-g - width, g * 1.7],
  ];
  return at.map(([dx, dy]) => ({ x: spot.x + dx, y: spot.y + dy, width, height }));
}

/** Everywhere on the map; on a small one closer together, since every gap counts there. */
function everywhere({ frame, font }: Room, width: number, height: number): Box[] {
  const step = Math.min(font, frame.width / 40);
  const [across, down] = [frame.width - width - 8, frame.width - height - 8];
  if (across < 0 || down < 0) return [];
  const [columns, rows] = [Math.ceil(across / step), Math.ceil((2 * down) / step)];
  return Array.from({ length: (columns + 1) * (rows + 1) }, (_, n) => ({
    x: frame.from + 4 + (across * (n % (columns + 1))) / Math.max(1, columns),
    y: frame.from + 4 + (down * Math.floor(n / (columns + 1))) / Math.max(1, rows), width, height,
  }));
}

/** A name never leaves the map. */
function inside(frame: Frame, box: Box): Box {
  const keep = (value: number, length: number) => Math.max(frame.from + 4, Math.min(frame.to - 4 - length, value));
  return { ...box, x: keep(box.x, box.width), y: keep(box.y, box.height) };
}

function hidden({ frame, font, soft, words, points }: Room, box: Box): number {
  const axes = Number(box.y < frame.y(0) && box.y + box.height > frame.y(0)) + Number(box.x < frame.x(0) && box.x + box.width > frame.x(0));
  return axes + soft.reduce((sum, other) => sum + 14 * overlap(box, other), 0)
    + 40 * words.reduce((sum, other) => sum + shared(box, other), 0) / font ** 2 + 9 * points.filter((point) => covers(box, point)).length;
}

/** From the edge of a mark to a name. */
const between = ({ x, y, r }: Spot, box: Box): number => {
  const [nx, ny] = nearestOn(box, [x, y]);
  return Math.hypot(nx - x, ny - y) - r;
};

/** How far a name lies from a mark, and the line that leads there. */
function lead({ x, y, r }: Spot, box: Box): { box: Box; far: number; line: [Point, Point] } {
  const from = nearestOn(box, [x, y]);
  const far = Math.hypot(from[0] - x, from[1] - y);
  return { box, far, line: [from, [x + ((from[0] - x) / far) * r * 1.1, y + ((from[1] - y) / far) * r * 1.1]] };
}

/** Where this name may stand, cheapest first. `wide`: also far from its mark. `over`: on a quadrant's name, if need be. */
function options(room: Room, spot: Spot, wide: boolean, over = false): Option[] {
  const { frame, font, spots, marks, words } = room;
  const others = spots.filter((other) => other !== spot && other.kind === 'mark' && other.mark.now);
  const nearest = (box: Box, most = Infinity) => {
    const own = Math.min(between(spot, box) + font * CLEARLY, most);
    return others.every((other) => between(other, box) > own);
  };
  const found = formsOf(spot.mark.name).filter(({ cost }) => wide || cost < CUT).flatMap(({ lines, cost: form }) => {
    const width = Math.max(...lines.map((line) => widthOf(line, font)));
    const height = font * (1.42 + (lines.length - 1) * PITCH);
    const free = (box: Box) => !marks.some((mark) => touch(box, mark)) && (over || !words.some((word) => touch(box, word)));
    const option = (box: Box, clear: boolean, cost: number, line?: [Point, Point]): Option =>
      ({ box, lines, clear, line, cost: form + (clear ? 0 : UNCLEAR) + cost + hidden(room, box) });
    const near = beside(spot, width, height).map((box, order) => ({ box: inside(frame, box), order })).filter(({ box }) => free(box))
      .map(({ box, order }) => option(box, nearest(box), order * 0.4));
    if (!wide) return near;
    const all = everywhere(room, width, height).filter(free).map((box) => lead(spot, box));
    const most = Float64Array.from(all, ({ far }) => far).sort()[NEAREST] ?? Infinity;
    return [...near, ...all.filter(({ far }) => far <= most).map(({ box, far, line }) => {
      const crossed = spots.filter((other) => other !== spot && passing(...line, [other.x, other.y]) < other.r).length;
      return option(box, far < frame.width * LONGEST && nearest(box, font * ALONE), AWAY + crossed * 20 + far / (font * 0.4), line);
    })];
  });
  return found.sort((a, b) => a.cost - b.cost);
}

function orders(n: number): number[][] {
  if (n < 2) return [[...Array(n).keys()]];
  return orders(n - 1).flatMap((rest) => Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]));
}

interface Found { taken: (Option | undefined)[]; cost: number }
/** Dearer than every place that there is. */
const NONE = 1000;

/** One name after another takes the cheapest place that is left. */
function placedIn(order: number[], all: Option[][]): Found {
  const taken: (Option | undefined)[] = all.map(() => undefined);
  let cost = 0;
  for (const n of order) {
    const option = all[n]?.find(({ box }) => !taken.some((other) => other && touch(box, other.box)));
    taken[n] = option;
    cost += option?.cost ?? NONE;
  }
  return { taken, cost };
}

/** Whoever comes first takes what another needs, so every order is tried. */
const best = (all: Option[][]): Found =>
  orders(all.length).map((order) => placedIn(order, all)).reduce((a, b) => (b.cost < a.cost - 0.001 ? b : a));

const clearOf = (all: Option[]) => all.filter(({ clear }) => clear);

/** First beside the marks; only names that find no room there look further, then all of them. On a larger map they may at last stand
 * where it is less clear whose they are, or over the quadrants' names. */
function found(room: Room, named: Spot[]): Found {
  const near = named.map((spot) => clearOf(options(room, spot, false)));
  const first = best(near);
  if (first.cost < NONE) return first;
  const far: Option[][] = [];
  const wide = (n: number) => (far[n] ??= options(room, named[n] as Spot, true));
  const second = best(near.map((own, n) => (first.taken[n] ? own : clearOf(wide(n)))));
  if (second.cost < CUT) return second;
  const third = best(near.map((_, n) => clearOf(wide(n))));
  if (third.cost < CUT || room.frame.size < SMALL) return third;
  const fourth = best(far);
  return fourth.cost < CUT ? fourth : best(named.map((spot) => options(room, spot, true, true)));
}

/** Where the name of a cloud stands: above its centre, that of what is wanted under it, so that both can be read when they lie close;
 * elsewhere around it where something would cover it. From the centre to the middle of the letters' foot. */
export function cloudName({ font, from, to }: Frame, r: number, { x, y, team, name = '' }: Oval, taken: Box[]): { at: Point; box: Box } {
  const width = widthOf(name, font * 1.15);
  const [above, below, aside] = [-r * 1.05, r * 1.05 + font * 0.85, r + width / 2];
  const [first, second] = team === ROOM.wanted ? [below, above] : [above, below];
  const far = Array.from({ length: 16 }, (_, n) => 1 + n / 10);
  const places = [...far.flatMap((by): Point[] => [[0, first * by], [0, second * by]]), ...far.flatMap((by): Point[] => [[aside * by, font * 0.4], [-aside * by, font * 0.4]])]
    .map((at) => ({ at, box: { x: x + at[0] - width / 2, y: y + at[1] - font * 0.85, width, height: font * 0.95 } }));
  const free = places.find(({ box }) => !taken.some((other) => touch(box, other)) && box.x > from && box.x + width < to && box.y > from && box.y + box.height < to);
  return free ?? places[0]!;
}

/** More than these never share a round. */
const TEAMS = 4;

/** Names of the marks of this round. */
export function placeLabels(frame: Frame, spots: Spot[], font: number, hindrance: Hindrance): Label[] {
  const named = spots.filter((spot) => spot.kind === 'mark' && spot.mark.now && spot.mark.name).slice(0, TEAMS);
  if (!named.length) return [];
  const marks = [...hindrance.boxes, ...spots.map((spot) => boxAround(spot.x, spot.y, spot.r * 1.25))];
  return found({ ...hindrance, frame, font, spots, marks }, named).taken.flatMap((option, n) => {
    const spot = named[n];
    return option && spot ? [{ ...option.box, key: spot.key, lines: option.lines, ...(option.line && { line: option.line }) }] : [];
  });
}
