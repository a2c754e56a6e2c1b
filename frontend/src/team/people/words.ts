// What a team is doing, in two words.
import { t, tn } from '../../i18n';
import type { Team, TeamStatus } from '../../live/view';

export function statusWords(status: TeamStatus): string {
  switch (status) {
    case 'empty': return t('Nog niemand');
    case 'absent': return t('Afwezig');
    case 'waiting': return t('Aanwezig');
    case 'choosing': return t('Kiest nog');
    case 'chosen': return t('Heeft gekozen');
    case 'writing': return t('Schrijft');
    case 'submitted': return t('Ingeleverd');
  }
}

export const seatsWords = (team: Team): string => (team.seats ? tn('{n} apparaat', '{n} apparaten', team.seats) : t('Nog niemand'));
