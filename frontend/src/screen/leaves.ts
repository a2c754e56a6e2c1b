// What the presenter can leaf through on this screen, without moving the session. Pure: same view, same leaves.
import { t } from '../i18n';
import type { Content } from '../live/content';
import type { View } from '../live/view';
import { placeName } from '../parts/phase';
import { openRounds } from '../parts/recurring';
import { speakers } from '../parts/speaking';
import { shownInsights } from './wall';

/** `now` is what the facilitator shows; it comes first, and a new step of the session leads back to it. */
export type Leaf =
  | { kind: 'now' | 'compass' | 'table' | 'recurring' | 'day' }
  | { kind: 'solution'; team: number; round: number }
  | { kind: 'insights'; page: number }
  | { kind: 'network'; when: 'now' | 'wanted' };

export const nameOf = (leaf: Leaf): string => Object.values(leaf).join(':');

/** The round that is talked about: this camp's, or outside the camps the last one that lies open. */
export function roundOf(view: View): number | undefined {
  const open = openRounds(view);
  return view.phase.round ? open.find((round) => round === view.phase.round) : open.at(-1);
}

function solutions(view: View): Leaf[] {
  if (view.phase.id === 'vote') return view.vote.candidates.map(({ team, round }) => ({ kind: 'solution', team, round }));
  const round = roundOf(view);
  return round ? speakers(view, round).map(({ team }) => ({ kind: 'solution', team, round })) : [];
}

/** `most`: insights on one page. */
export function leavesOf(view: View, most: number): Leaf[] {
  const round = roundOf(view);
  const told = round && !['lobby', 'closed'].includes(view.phase.id);
  const network = view.board.shown?.instrument === 'network' ? view.networks[view.board.shown.team ?? 'school'] : undefined;
  const pages = Math.ceil(shownInsights(view).length / most);
  return [
    { kind: 'now' },
    ...(network ? (['now', 'wanted'] as const).filter((when) => network[when].links.length).map((when): Leaf => ({ kind: 'network', when })) : []),
    ...(told ? [{ kind: 'compass' } as const, ...solutions(view)] : []),
    ...Array.from({ length: pages }, (_, page): Leaf => ({ kind: 'insights', page })),
    ...(told && Object.keys(view.board.recurring.actors).length + Object.keys(view.board.recurring.factors).length ? [{ kind: 'recurring' } as const] : []),
    ...(told && Object.keys(view.board.marks[round] ?? {}).length ? [{ kind: 'table' } as const] : []),
    { kind: 'day' },
  ];
}

/** The step that the session stands at. When it changes, the screen shows again what the facilitator shows. */
export function stepOf({ phase, board, vote, debrief }: View): string {
  const pulses = Object.values(board.pulse).flatMap((moment) => Object.values(moment).map((pulse) => pulse.state));
  return JSON.stringify([phase.index, board.spotlight, board.shown, board.prompt, board.blank, board.revealed, board.readings_revealed, pulses, vote.state, vote.ballot, debrief.script, debrief.step]);
}

/** What the foot calls it. */
export function leafName(leaf: Leaf, view: View, content?: Content): string {
  switch (leaf.kind) {
    case 'now': return placeName(view.phase, content);
    case 'compass': return t('Alle oplossingen');
    case 'table': return t('Waar ze liggen, in woorden');
    case 'solution': return view.teams[leaf.team]?.name ?? '';
    case 'insights': return t('Wat we zagen');
    case 'recurring': return t('Wie en wat terugkomt');
    case 'network': return leaf.when === 'now' ? t('Nu') : t('Gewenst');
    case 'day': return t('De dag');
  }
}
