// Who tells first, as the projector says it too, and what the facilitator may want to know of each.
import { t } from '../i18n';
import type { Reading, View } from '../live/view';
import { fromReading, speakers } from '../parts/speaking';
import { here } from './ready';

export interface Teller { team: number; why: string }

const FAR = 40;
const WIDE = 35;

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
  if (far !== undefined) return t('Ligt dicht bij de lezing');
  if (!reading?.count) return t('Nog geen lezing');
  return reading.enough ? t('Lezing nog dicht') : t('Nog te weinig antwoorden');
}

/** Everybody who is here, in the order that is suggested or chosen. */
export function tellers(view: View, round: number): Teller[] {
  const order = speakers(view, round);
  const place = new Map(order.map(({ team }, n) => [team, n]));
  const last = order.length;
  return here(view).sort((a, b) => (place.get(a) ?? last) - (place.get(b) ?? last) || a - b).map((team) => {
    const why = order[0]?.team === team ? order[0].why : undefined;
    return { team, why: why ?? reason(view, round, team, fromReading(view, round, team), view.board.readings[round]?.[team]) };
  });
}
