// All that is drawn on a sheet, out of what lies there. Pure: made again only when that changes.
import type { Place } from '../live/view';
import { type Box, boxAround } from './boxes';
import type { Frame } from './frame';
import { cloudName, type Label, placeLabels } from './labels';
import { layOut, moved, type Oval, ovalOf, type Spot, spotFor } from './layout';
import { pathsOf, type TeamPath } from './paths';
import { fullCorners, placeQuadrants, type Quadrant } from './quadrants';
import type { Cloud, Mark } from './types';
import type { Corner } from './words';

export interface Laid {
  frame: Frame;
  /** Half the width of a mark; those of this round are a little larger. */
  r: number;
  marks: Mark[];
  clouds: Cloud[];
  reading?: Place;
  paths: boolean;
  labels: boolean;
  corners: Corner[];
  /** Marks are buttons: their middles stay this far apart. */
  least: number;
}

export interface Drawing { ovals: Oval[]; spots: Spot[]; ways: TeamPath[]; joins: Join[]; pins: Spot[]; names: Label[]; quadrants: Quadrant[] }
/** Between a mark and where the team lays it as itself (dots), or where the discussion brought it (an arrow). */
export interface Join { key: string; kind: 'self' | 'shift'; from: Spot; to: Spot }

const joinsOf = (spots: Spot[]): Join[] => spots.filter((spot) => spot.kind === 'mark').flatMap((from) =>
  (['self', 'shift'] as const).flatMap((kind) => {
    const to = spotFor(spots, from, kind);
    return to ? [{ key: to.key, kind, from, to }] : [];
  }));

const between = ({ from, to }: Join): [number, number][] =>
  [0.25, 0.5, 0.75].map((part) => [from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part]);

/** More than this does not fit on a small map: then the marks only, and the rest in the table and the sentences. */
const SMALL = 320;
const FITS = 12;

function fitting({ frame, marks }: Laid): Mark[] {
  const all = marks.reduce((sum, { now, self, shift }) => sum + 1 + (now ? Number(!!self) + Number(!!shift) : 0), 0);
  if (frame.size >= SMALL || all <= FITS) return marks;
  return marks.map((mark) => ({ ...mark, self: undefined, shift: undefined }));
}

export function draw(laid: Laid): Drawing {
  const { frame, r, clouds, reading, paths, labels, corners, least } = laid;
  const ovals = clouds.flatMap((cloud) => ovalOf(frame, cloud) ?? []);
  const wide = ovals.map((oval) => boxAround(oval.x, oval.y, oval.major * 1.3));
  const stones = reading ? [boxAround(frame.x(reading.regulation), frame.y(reading.interest), r * 1.3)] : [];
  const lay = (words: Box[]) => {
    const spots = layOut(frame, r, fitting(laid), { least, centres: ovals.map(({ x, y }) => ({ x, y, r: r * 0.62 })), words });
    const ways = paths ? pathsOf(spots, frame.font) : [];
    const joins = joinsOf(spots);
    const points = [...ways.flatMap((way) => way.points), ...joins.flatMap(between)];
    const boxes = [...stones, ...spots.map((spot) => boxAround(spot.x, spot.y, spot.r * 1.1))];
    return { spots, ways, joins, points, quadrants: placeQuadrants(frame, corners, { boxes, clouds: wide, points }) };
  };
  const first = lay([]);
  const full = fullCorners(frame, first.quadrants, first.spots);
  // Names give way to marks; only where none can, marks make room for it in its corner.
  const { spots, ways, joins, points, quadrants } = full.length ? lay(full) : first;
  const words = quadrants.flatMap(({ lines }) => lines);
  const boxes = ovals.map((oval) => boxAround(oval.x, oval.y, r * 0.9));
  const lying = [...ovals.map(({ x, y }) => boxAround(x, y, r * 0.6)), ...spots.map(({ x, y, r: half }) => boxAround(x, y, half * 1.1))];
  for (const oval of ovals.filter(({ name }) => name)) {
    const { at, box } = cloudName(frame, r, oval, lying);
    oval.at = at;
    lying.push(box);
    boxes.push(box);
  }
  const rose = boxAround(frame.x(0), frame.y(0), frame.font * 0.7);
  const names = labels ? placeLabels(frame, spots, frame.font, { boxes, soft: [...wide, rose], words, points }) : [];
  return { ovals, spots, ways, joins, pins: spots.filter(moved), names, quadrants };
}
