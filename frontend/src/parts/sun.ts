// The day's arc and the sun on it, in a box of 96 x 58.

export const SUN = { width: 96, height: 58, radius: 9 };
const PAD = 13;
const CX = SUN.width / 2;
const RX = CX - PAD;
const GROUND = SUN.height - PAD * 0.55;
const RY = SUN.height - PAD - SUN.radius * 1.15;

const point = (angle: number): [number, number] => [CX + Math.cos(angle) * RX, GROUND - Math.sin(angle) * RY];

/** Where the sun is: all time left = at the left, nothing left = on the ground at the right. */
export function sunAt(left: number): [number, number] {
  return point(Math.PI * left);
}

function arc(from: [number, number], to: [number, number]): string {
  const [a, b] = [from, to].map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  return `M${a}A${RX} ${RY.toFixed(1)} 0 0 1 ${b}`;
}

export const sky = arc(point(Math.PI), point(0));
export const walked = (left: number): string => arc(point(Math.PI), sunAt(left));
export const ground = `M${CX - RX - PAD * 0.8} ${GROUND}H${CX + RX + PAD * 0.8}`;
export const horizon = GROUND;
