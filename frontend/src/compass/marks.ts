// From a view to what lies on the compass.
import { t } from '../i18n';
import type { Moment, View } from '../live/view';
import { ROOM } from '../parts/shapes';
import type { Cloud, Mark } from './types';

/** The revealed marks up to and with this round; `only` for one team. */
export function marksOf(view: View, round: number, only?: number): Mark[] {
  return Object.entries(view.board.marks).flatMap(([number, byTeam]) =>
    Number(number) > round ? [] : Object.entries(byTeam).map(([team, place]) => ({
      ...place, round: Number(number), team: Number(team), name: view.teams[team]?.name ?? '', now: Number(number) === round,
    })),
  ).filter((mark) => only === undefined || mark.team === only);
}

/** A team's own marks, also before the reveal: from its solutions. */
export function ownMarks(view: View, team: number, round: number): Mark[] {
  return Object.entries(view.solutions).flatMap(([number, byTeam]) => {
    const place = byTeam[team]?.place;
    if (!place || Number(number) > round) return [];
    return [{ ...place, round: Number(number), team, name: view.teams[team]?.name ?? '', now: Number(number) === round }];
  });
}

/** The room's readings of this round, once they are revealed. */
export function cloudsOf(view: View, round: number): Cloud[] {
  if (!view.board.readings_revealed.includes(round)) return [];
  return Object.entries(view.board.readings[round] ?? {}).map(([team, reading]) => ({ ...reading, team: Number(team) }));
}

/** Where the room sees the own school, now and as wanted; nothing before the reveal. */
export function pulseClouds(view: View, moment: Moment): Cloud[] {
  const pulse = view.board.pulse[moment] ?? {};
  const names = { now: t('Nu'), wanted: t('Gewenst') };
  return (['now', 'wanted'] as const).flatMap((which) => {
    const cloud = pulse[which];
    return cloud?.state === 'revealed' && cloud.centre ? [{ ...cloud, team: ROOM[which], name: names[which] }] : [];
  });
}
