// Placing with keys: arrows 5, with Shift 1, Home the middle.
import type { Place } from '../live/view';

const MOVES: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
};
const within = (value: number) => Math.max(-100, Math.min(100, value));

export function stepped(place: Place, key: string, fine: boolean): Place | undefined {
  if (key === 'Home') return { regulation: 0, interest: 0 };
  const move = MOVES[key];
  if (!move) return undefined;
  const by = fine ? 1 : 5;
  return { regulation: within(place.regulation + move[0] * by), interest: within(place.interest + move[1] * by) };
}
