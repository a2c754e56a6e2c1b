// Who spoke already, in this round: known to this screen only, and only to say who comes after.
import type { Keep } from '../live/storage';

const name = (code: string, round: number) => `maatwerk:told:${code}:${round}`;

export function toldBefore(keep: Keep, code: string, round: number): number[] {
  return (keep.get(name(code, round)) ?? '').split(',').map(Number).filter(Boolean);
}

export function tell(keep: Keep, code: string, round: number, team: number): void {
  const told = toldBefore(keep, code, round);
  if (!told.includes(team)) keep.set(name(code, round), [...told, team].join(','));
}

/** After the one who speaks now: whoever did not yet, in table order from there on. */
export function speakingAfter(now: number, teams: number[], told: number[]): number[] {
  const at = teams.indexOf(now);
  return [...teams.slice(at + 1), ...teams.slice(0, Math.max(0, at))].filter((team) => !told.includes(team));
}
