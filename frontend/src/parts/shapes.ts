// One drawing hand: the outlines of teams, as SVG path data. Shape comes first, colour second.

export const TEAMS = [1, 2, 3, 4] as const;

export const round = (value: number): number => Math.round(value * 10) / 10;

/** A circle as a path, so that every drawing is a list of paths. */
export function circle(x: number, y: number, radius: number): string {
  // Rounded first: two arcs that are a little longer than halves make no circle.
  const r = round(radius);
  const d = round(2 * r);
  return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 ${-d} 0z`;
}

function triangle(x: number, y: number, r: number): string {
  return `M${round(x)} ${round(y - 1.2 * r)}L${round(x + 1.18 * r)} ${round(y + 0.86 * r)}H${round(x - 1.18 * r)}z`;
}

function square(x: number, y: number, r: number): string {
  return `M${round(x - 0.9 * r)} ${round(y - 0.9 * r)}h${round(1.8 * r)}v${round(1.8 * r)}h${round(-1.8 * r)}z`;
}

function kite(x: number, y: number, r: number): string {
  const side = `${round(y - 0.3 * r)}`;
  return `M${round(x)} ${round(y - 1.22 * r)}L${round(x + 0.98 * r)} ${side}L${round(x)} ${round(y + 1.38 * r)}L${round(x - 0.98 * r)} ${side}z`;
}

const OUTLINES: Record<number, (x: number, y: number, r: number) => string> = { 1: circle, 2: triangle, 3: square, 4: kite };

/** Four outlines of about equal area around (x, y). */
export function outline(team: number, r: number, x = 0, y = 0): string {
  return (OUTLINES[team] ?? circle)(x, y, r);
}

/** The room itself is drawn in ink: NOW and WANTED of the pulse stand where a team's number stands. */
export const ROOM = { now: 11, wanted: 12 } as const;

export const teamColour = (team: number): string => (team > 4 ? 'var(--ink)' : `var(--team-${team})`);

/** The team's line on a path over rounds: solid, dashes, dots, dash-dot. */
export function dash(team: number, width: number): string | undefined {
  const of = (...parts: number[]) => parts.map((part) => round(part * width)).join(' ');
  return { 2: of(3.2, 1.7), 3: of(0.1, 1.9), 4: of(4, 1.7, 0.1, 1.7) }[team];
}
