// What differs between two places, in words: never as a distance, for no place is better.
import { t, tn } from '../i18n';
import type { Place, Reading } from '../live/view';
import { listed } from '../parts/written';
import { MIDDLE, spokenAfter } from './sentence';

/** Who reads this: the team itself ('jullie'), or somebody about this team; without a name where the name stands already. */
export type About = { us: true } | { team: string };

/** 'meer regie bij de leerling en meer gewicht voor de hele groep': what `to` has more of than `from`; empty when hardly anything. */
export function moreOf(from: Place, to: Place): string {
  const [dx, dy] = [to.regulation - from.regulation, to.interest - from.interest];
  const said = [
    { by: Math.abs(dx), words: dx > 0 ? t('meer regie bij de leerling') : t('meer regie bij anderen') },
    { by: Math.abs(dy), words: dy > 0 ? t('meer gewicht voor deze leerling') : t('meer gewicht voor de hele groep') },
  ];
  return listed(said.filter(({ by }) => by >= MIDDLE).sort((a, b) => b.by - a.by).map(({ words }) => words));
}

/** The mark as the actor that the team plays against the one as itself. `actor`: 'de ouder'. */
export function selfSentence({ place, self }: { place?: Place; self?: Place }, about: About, actor = t('deze actor')): string {
  if (!place || !self) return '';
  const more = moreOf(self, place);
  if ('us' in about) {
    return more ? t('Als {actor} kiezen jullie voor {more} dan als jezelf.', { actor, more })
      : t('Als {actor} leggen jullie de oplossing bijna op dezelfde plek als jezelf.', { actor });
  }
  const team = about.team || t('dit subteam');
  return more ? t('Als {actor} koos {team} voor {more} dan als zichzelf.', { team, actor, more })
    : t('Als {actor} of als zichzelf legde {team} de oplossing bijna op dezelfde plek.', { team, actor });
}

/** Where the discussion brought a mark that was sealed. */
export function shiftSentence({ place, shift }: { place?: Place; shift?: Place }, about: About): string {
  if (!place || !shift) return '';
  const more = moreOf(place, shift) || t('een klein stukje verder');
  return 'us' in about ? t('Na het gesprek schoven jullie op: {more}.', { more }) : t('{team} schoof na het gesprek op: {more}.', { team: about.team, more });
}

/** How the room reads a solution, with the number of answers, against how it was meant. */
export function readingSentence(reading: Reading | undefined, place: Place | undefined, about: About): string {
  if (!reading) return '';
  const n = reading.count;
  if (!reading.enough || !reading.centre) return tn('{n} antwoord: dat is nog te weinig voor een wolk.', '{n} antwoorden: dat is nog te weinig voor een wolk.', n);
  const answers = tn('{n} antwoord', '{n} antwoorden', n);
  if (!place) return spokenAfter(`${answers}:`, reading.centre);
  const more = moreOf(place, reading.centre);
  const read = 'us' in about
    ? more ? t('de zaal leest jullie oplossing met {more} dan jullie bedoelden.', { more }) : t('de zaal leest jullie oplossing zoals jullie bedoelden.')
    : more ? t('de zaal leest {team} met {more} dan bedoeld.', { team: about.team, more }) : t('de zaal leest {team} zoals bedoeld.', { team: about.team });
  return `${answers}: ${read}`;
}
