// Who tells when: a suggestion that anyone can follow by eye, with the reason in words. Pure: same view, same order.
import { shortName } from '../compass/labels';
import { t } from '../i18n';
import type { Place, SpeakersBy, View } from '../live/view';

/** `why` is a whole sentence; left out where there is nothing to tell the teams apart by. */
export interface Speaker { team: number; why?: string }

/** Nearer to each other than this (units of the compass) nobody sees who lies further: then the tables decide. */
const ALIKE = 8;

export const orderName = (by: SpeakersBy): string =>
  ({ distance: t('verst van de anderen eerst'), reading: t('grootste verschil met de zaal eerst'), table: t('langs de tafels') })[by];

const between = (a: Place, b: Place) => Math.hypot(a.regulation - b.regulation, a.interest - b.interest);

/** What the screens follow as long as the facilitator chose nothing: the room's readings once they lie there, else the marks. */
export const suggested = (view: View, round: number): SpeakersBy => (view.board.readings_revealed.includes(round) ? 'reading' : 'distance');

/** How far this team lies from the others, on average; undefined without a mark or without others. */
function fromOthers(marks: Record<string, Place>, team: number): number | undefined {
  const own = marks[team];
  const others = Object.entries(marks).filter(([other]) => Number(other) !== team).map(([, place]) => place);
  return own && others.length ? others.reduce((sum, other) => sum + between(own, other), 0) / others.length : undefined;
}

/** How far the room reads a solution from where its team put it; undefined when too few answered. */
export function fromReading(view: View, round: number, team: number): number | undefined {
  const mark = view.board.marks[round]?.[team];
  const centre = view.board.readings[round]?.[team]?.centre;
  return mark && centre && between(mark, centre);
}

function reason(by: SpeakersBy, team: string, place: 'first' | 'last'): string {
  if (by === 'distance') return place === 'first' ? t('{team} ligt het verst van de anderen.', { team }) : t('{team} ligt het dichtst bij de anderen.', { team });
  return place === 'first' ? t('De zaal leest {team} het meest anders dan bedoeld.', { team }) : t('De zaal leest {team} bijna zoals bedoeld.', { team });
}

/** Every team with a solution in this round, first the one to begin with. */
export function speakers(view: View, round: number, by: SpeakersBy = view.board.order ?? suggested(view, round)): Speaker[] {
  const teams = Object.keys(view.solutions[round] ?? {}).map(Number).sort((a, b) => a - b);
  const far = new Map(teams.map((team) => [team, by === 'reading' ? fromReading(view, round, team) : fromOthers(view.board.marks[round] ?? {}, team)]));
  const known = teams.filter((team) => far.get(team) !== undefined);
  const spread = known.map((team) => far.get(team) as number);
  if (by === 'table' || known.length < 2 || Math.max(...spread) - Math.min(...spread) < ALIKE) return teams.map((team) => ({ team }));
  const ordered = [...known].sort((a, b) => (far.get(b) as number) - (far.get(a) as number) || a - b);
  const name = (team: number) => shortName(view.teams[team]?.name ?? '');
  return [
    ...ordered.map((team, n) => {
      const place = n === 0 ? 'first' : n === ordered.length - 1 ? 'last' : undefined;
      return place ? { team, why: reason(by, name(team), place) } : { team };
    }),
    ...teams.filter((team) => !known.includes(team)).map((team) => ({ team })),
  ];
}
