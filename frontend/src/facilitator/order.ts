// Who tells first: where a team and the room lie furthest apart.
import { t } from '../i18n';
import type { Place, Reading, View } from '../live/view';
import { here } from './ready';

export interface Teller { team: number; why: string; weight: number }

const FAR = 40;
const WIDE = 35;

const between = (a: Place, b: Place) => Math.hypot(a.regulation - b.regulation, a.interest - b.interest);

/** How far a team lies from where the room reads its solution; undefined when too few answered. */
export function apart(view: View, round: number, team: number): number | undefined {
  const mark = view.board.marks[round]?.[team];
  const centre = view.board.readings[round]?.[team]?.centre;
  return mark && centre && between(mark, centre);
}

function against(view: View, round: number, team: number): boolean {
  const own = view.board.movement[round]?.[team];
  const toward = view.board.agreement[round]?.toward ?? [];
  return !!own && toward.some((way) => {
    const axis = way.startsWith('regulation') ? 'regulation' : 'interest';
    return own[axis] * (way.endsWith('+') ? 1 : -1) < 0;
  });
}

function reason(view: View, round: number, team: number, far: number | undefined, reading?: Reading): string {
  if (!view.board.marks[round]?.[team]) return t('Geen plek op het kompas');
  if (far !== undefined && far > FAR) return t('Ligt ver van de lezing');
  if ((reading?.major ?? 0) > WIDE) return t('Zaal leest verspreid');
  if (against(view, round, team)) return t('Andere kant op');
  return far === undefined ? t('Nog geen lezing') : t('Ligt dicht bij de lezing');
}

export function tellers(view: View, round: number): Teller[] {
  const all = here(view).map((team) => {
    const far = apart(view, round, team);
    const reading = view.board.readings[round]?.[team];
    return { team, why: reason(view, round, team, far, reading), weight: far ?? -1 };
  });
  return all.sort((a, b) => b.weight - a.weight || a.team - b.team);
}
