// How many insights hang on one page of the wall, and how long each may be: more on a wide screen, fewer in large print.
interface Size { width: number; height: number; narrow: boolean; few: boolean }

export function gridOf({ width, narrow, few }: Size): { columns: number; rows: number; most: number; letters: number } {
  const [columns, rows] = few ? [narrow ? 2 : 3, 2] : narrow ? [2, 3] : [width > 118 ? 3 : 2, 3];
  return { columns, rows, most: columns * rows, letters: few ? 64 : narrow ? 68 : 130 };
}
