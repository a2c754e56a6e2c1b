// The sheet of the compass: how much is map, how much is edge and words. Units: 1/16 rem, y grows downwards.

export interface Frame {
  size: number;
  font: number;
  /** Thickness of the black-white bars. */
  bar: number;
  /** Strip outside the frame for the axis words; 0 without words. */
  plate: number;
  /** The map runs from `from` to `to` on both axes. */
  from: number;
  to: number;
  width: number;
  x: (regulation: number) => number;
  y: (interest: number) => number;
}

export function frameOf(size: number, font: number, words: boolean): Frame {
  const plate = words ? font * 1.75 : 0;
  const bar = Math.max(5, Math.min(font * 0.42, size * 0.03));
  const from = plate + bar + (words ? font * 0.3 : 2);
  const to = size - from;
  const width = to - from;
  return {
    size, font, bar, plate, from, to, width,
    x: (regulation) => from + ((regulation + 100) / 200) * width,
    y: (interest) => to - ((interest + 100) / 200) * width,
  };
}

/** The place under a point of the sheet, in whole steps and never off the map. */
export function placeAt(frame: Frame, x: number, y: number): { regulation: number; interest: number } {
  const axis = (part: number) => Math.max(-100, Math.min(100, Math.round(part * 200 - 100)));
  return {
    regulation: axis((x - frame.from) / frame.width),
    interest: axis((frame.to - y) / frame.width),
  };
}
