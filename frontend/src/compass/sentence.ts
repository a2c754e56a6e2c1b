// Places in words: for screen readers, and for everyone who does not read a map.
import { t } from '../i18n';
import type { Place } from '../live/view';

/** Nearer than this to an axis is 'in the middle'; further than `FAR` is without 'a little'. */
export const MIDDLE = 10;
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
  return `${lead} ${small(spokenPlace(place))}`;
}

/** A sentence that goes on behind something else begins with a small letter. */
export const small = (sentence: string): string => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;

/** How far the answers of a group lie apart; `major` is the standard deviation along the longest axis. */
export function spokenSpread(major: number): string {
  if (major < 15) return t('De antwoorden liggen dicht bij elkaar.');
  if (major < 35) return t('De antwoorden liggen een stuk uit elkaar.');
  return t('De antwoorden liggen ver uit elkaar.');
}
