// From a view to what lies on the compass.
import { t } from '../i18n';
import type { ByRound, ByTeam, Moment, Place, View } from '../live/view';
import { ROOM } from '../parts/shapes';
import type { Cloud, Mark } from './types';

type Laid = { place?: Place; self?: Place; shift?: Place };

function markOf(view: View, round: number, team: number, laid: Laid, camp: number): Mark[] {
  const { place, self, shift } = laid;
  if (!place || round > camp) return [];
  const actor = view.solutions[round]?.[team]?.actor;
  return [{ ...place, round, team, name: view.teams[team]?.name ?? '', now: round === camp, ...(actor && { actor }), ...(self && { self }), ...(shift && { shift }) }];
}

/** The revealed marks up to and with this round; `only` for one team. */
export function marksOf(view: View, camp: number, only?: number): Mark[] {
  const { marks, selves, shifts } = view.board;
  return Object.entries(marks).flatMap(([round, byTeam]) => Object.entries(byTeam).flatMap(([team, place]) =>
    markOf(view, Number(round), Number(team), { place, self: selves?.[round]?.[team], shift: shifts?.[round]?.[team] }, camp)),
  ).filter((mark) => only === undefined || mark.team === only);
}

/** What this audience saw of all solutions, also before the reveal; `only` for one team. */
export function solutionMarks(view: View, camp: number, only?: number): Mark[] {
  const solutions: ByRound<ByTeam<Laid>> = view.solutions;
  return Object.entries(solutions).flatMap(([round, byTeam]) => Object.entries(byTeam).flatMap(([team, laid]) =>
    only === undefined || Number(team) === only ? markOf(view, Number(round), Number(team), laid, camp) : []));
}

/** A team's own marks, also before the reveal. */
export const ownMarks = (view: View, team: number, camp: number): Mark[] => solutionMarks(view, camp, team);

/** The marks without what teams laid as themselves, but for `only`. */
export const withoutSelf = (marks: Mark[], only?: number): Mark[] =>
  marks.map((mark) => (mark.team === only ? mark : { ...mark, self: undefined }));

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
