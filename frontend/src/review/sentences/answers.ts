// What the room answers: only how many, never who.
import { t, tn } from '../../i18n';
import { count, type Maker, type Teller, text } from './types';

function boxName(box: unknown, { team }: Teller): string {
  const [kind, one, two] = text(box).split(':');
  switch (kind) {
    case 'pulse': return two === 'wanted' ? t('eigen school, gewenst') : t('eigen school, nu');
    case 'dilemma': return t('dilemma in kamp {n}', { n: one ?? '' });
    case 'reading': return t('kamp {n}, lezing van {team}', { n: one ?? '', team: team(Number(two)) });
    case 'vote': return t('stemming');
    default: return t('evaluatie');
  }
}

const pulseName = (pulse: unknown) => (pulse === 'wanted' ? t('gewenst') : t('nu'));

export const answers: Record<string, Maker> = {
  answer_counted: ({ box }, teller) => t('Een antwoord erbij: {box}', { box: boxName(box, teller) }),
  box_counted: ({ box, count: n }, teller) =>
    tn('Geteld: {box}, {n} antwoord', 'Geteld: {box}, {n} antwoorden', count(n), { box: boxName(box, teller) }),
  pulse_opened: ({ pulse }) => t('De meting is open: {pulse}', { pulse: pulseName(pulse) }),
  pulse_closed: ({ pulse }) => t('De meting is dicht: {pulse}', { pulse: pulseName(pulse) }),
  pulse_revealed: () => t('De zaal ziet waar de eigen school ligt'),
  readings_revealed: () => t('De zaal ziet hoe zij de oplossingen leest'),
  vote_opened: () => t('De stemming is open'),
  vote_closed: () => t('De stemming is dicht'),
  vote_revealed: () => t('De uitslag is te zien'),
  tie_broken: () => t('De spelleider kiest bij gelijke stemmen'),
};
