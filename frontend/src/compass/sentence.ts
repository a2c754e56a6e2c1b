// Places and movements in words: for screen readers, and for everyone who does not read a map.
import { t, tn } from '../i18n';
import type { Agreement, Board, Direction, Place } from '../live/view';

/** Nearer than this to an axis is 'in the middle'; further than `FAR` is without 'a little'. */
const MIDDLE = 10;
const FAR = 35;

type Step = -2 | -1 | 0 | 1 | 2;

export function step(value: number): Step {
  const size = Math.abs(value);
  if (size < MIDDLE) return 0;
  return (Math.sign(value) * (size < FAR ? 1 : 2)) as Step;
}

export function spokenRegulation(value: number): string {
  const words: Record<Step, string> = {
    [-2]: t('Anderen hebben de regie.'),
    [-1]: t('Anderen hebben iets meer regie.'),
    0: t('De regie ligt in het midden.'),
    1: t('De leerling heeft iets meer regie.'),
    2: t('De leerling heeft de regie.'),
  };
  return words[step(value)];
}

export function spokenInterest(value: number): string {
  const words: Record<Step, string> = {
    [-2]: t('De hele groep staat voorop.'),
    [-1]: t('De hele groep staat iets meer voorop.'),
    0: t('Groep en leerling tellen even zwaar.'),
    1: t('Deze leerling staat iets meer voorop.'),
    2: t('Deze leerling staat voorop.'),
  };
  return words[step(value)];
}

export function spokenPlace(place: Place): string {
  return `${spokenRegulation(place.regulation)} ${spokenInterest(place.interest)}`;
}

/** The same behind a lead and a colon: 'Jouw plek: de leerling heeft de regie.' */
export function spokenAfter(lead: string, place: Place): string {
  const sentence = spokenPlace(place);
  return `${lead} ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

/** Four directions, none of them better. */
function towards(n: number, direction: Direction): string {
  switch (direction) {
    case 'regulation+': return tn('{n} subteam schoof op naar regie bij de leerling.', '{n} subteams schoven op naar regie bij de leerling.', n);
    case 'regulation-': return tn('{n} subteam schoof op naar regie bij anderen.', '{n} subteams schoven op naar regie bij anderen.', n);
    case 'interest+': return tn('{n} subteam schoof op naar het belang van deze leerling.', '{n} subteams schoven op naar het belang van deze leerling.', n);
    case 'interest-': return tn('{n} subteam schoof op naar het belang van de hele groep.', '{n} subteams schoven op naar het belang van de hele groep.', n);
  }
}

/** How many teams went that way, out of the movement of a round. */
export function movers(movement: Record<string, Place> | undefined, direction: Direction): number {
  const axis = direction.startsWith('regulation') ? 'regulation' : 'interest';
  const sign = direction.endsWith('+') ? 1 : -1;
  return Object.values(movement ?? {}).filter((by) => by[axis] * sign > 0).length;
}

function spread({ spread: wide }: Agreement): string {
  if (wide < 25) return t('De oplossingen liggen dicht bij elkaar.');
  if (wide < 55) return t('De oplossingen liggen een stuk uit elkaar.');
  return t('De oplossingen liggen ver uit elkaar.');
}

/** The one sentence under the compass: where most moved, else nearer or further, else how wide. Empty before the reveal. */
export function agreementSentence(board: Board, round: number): string {
  const agreement = board.agreement[round];
  if (!agreement) return '';
  if (agreement.n < 2) return tn('Er ligt {n} oplossing op het kompas.', 'Er liggen {n} oplossingen op het kompas.', agreement.n);
  const way = agreement.toward?.[0];
  const moved = way ? movers(board.movement[round], way) : 0;
  if (way && moved) return towards(moved, way);
  if (agreement.nearer === undefined) return spread(agreement);
  return agreement.nearer
    ? t('De oplossingen liggen dichter bij elkaar dan in kamp {n}.', { n: round - 1 })
    : t('De oplossingen liggen verder uit elkaar dan in kamp {n}.', { n: round - 1 });
}
