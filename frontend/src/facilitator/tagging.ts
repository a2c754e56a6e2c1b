// Which tags an insight probably gets: what the room looks at now lies ready, one tap away.
import { t } from '../i18n';
import type { Content } from '../live/content';
import type { Tags, View } from '../live/view';
import { teamsOf } from './ready';

export type Part = keyof Tags;
export interface Offer { part: Part; value: string | number; words: string }

const MOST = 6;

/** Without asking: the camp we are in, and who stands in the light. */
export function guess(view: View): Tags {
  const { round } = view.phase;
  return { ...(round ? { round } : {}), ...(view.board.spotlight ? { team: view.board.spotlight } : {}) };
}

/** The round that the solutions on the table are of: this camp's, or the last one that was shown. */
const onTable = (view: View): number => view.phase.round ?? Math.max(0, ...view.board.revealed);

/** Ids of cards that are named on the screen: of the solution in the light, else those that come back most. */
function named(view: View): { actors: string[]; factors: string[] } {
  const solution = view.solutions[onTable(view)]?.[view.board.spotlight ?? 0];
  if (solution) return { actors: [...(solution.actor ? [solution.actor] : []), ...Object.keys(solution.actors)], factors: Object.keys(solution.factors) };
  const often = (counts: [string, number][]) => counts.sort((a, b) => b[1] - a[1]).map(([id]) => id);
  const { actors, factors } = view.board.recurring;
  return { actors: often(Object.entries(actors)), factors: often(Object.entries(factors).map(([id, { n }]) => [id, n])) };
}

function cards(view: View, content?: Content): Offer[] {
  const { actors, factors } = named(view);
  const half = MOST / 2;
  const of = (part: 'actor' | 'factor', ids: string[], most: number): Offer[] =>
    [...new Set(ids)].slice(0, most).map((id) => ({ part, value: id, words: content?.[part === 'actor' ? 'actors' : 'factors'][id]?.name ?? id }));
  return [...of('factor', factors, MOST - Math.min(half, actors.length)), ...of('actor', actors, half)];
}

/** What lies ready, in a fixed order: who directs, whose interest, the teams, then the cards of now. */
export function offers(view: View, content?: Content): Offer[] {
  return [
    { part: 'dimension', value: 'regulation', words: t('Regie') }, { part: 'dimension', value: 'interest', words: t('Belang') },
    ...teamsOf(view).map((team): Offer => ({ part: 'team', value: team, words: view.teams[team]?.name ?? '' })),
    ...cards(view, content),
  ];
}

/** On becomes off, and another of the same kind takes its place. */
export function toggled(tags: Tags, { part, value }: Pick<Offer, 'part' | 'value'>): Tags {
  const { [part]: held, ...rest } = tags;
  return held === value ? rest : { ...rest, [part]: value };
}
