// Arriving, moving on, and the clock.
import { t } from '../../i18n';
import { count, type Maker, text } from './types';

const minutes = (ms: unknown) => Math.round(count(ms) / 60_000);

export const room: Record<string, Maker> = {
  session_created: () => t('De sessie is gemaakt'),
  title_set: ({ title }) => t('De sessie heet nu {title}', { title: text(title) }),
  rehearsal_marked: () => t('Dit is nu een oefensessie'),
  seat_taken: ({ bot }) => (bot ? t('Er schuift een bot aan') : t('Er schuift een apparaat aan')),
  seat_moved: ({ by_facilitator }) => (by_facilitator ? t('De spelleider zet een apparaat hierheen') : t('Er komt een apparaat bij')),
  seat_removed: () => t('Er gaat een plek weg'),
  team_renamed: ({ team_name }) => t('Heet nu {name}', { name: text(team_name) }),
  team_presence_set: ({ present }) => (present ? t('Doet mee') : t('Doet vandaag niet mee')),
  team_readied: ({ on }) => (on ? t('Meldt zich klaar') : t('Is toch nog bezig')),
  facilitator_called: ({ on }) => (on ? t('Vraagt de spelleider') : t('De vraag aan de spelleider is klaar')),
  phase_entered: ({ index }, teller) => t('Verder naar: {place}', { place: teller.place(count(index)) }),
  timer_started: ({ duration_ms }) => t('De klok start: {n} min', { n: minutes(duration_ms) }),
  timer_paused: () => t('De klok staat stil'),
  timer_resumed: () => t('De klok loopt weer'),
  timer_stopped: () => t('De klok is gestopt'),
  timer_extended: ({ planned_ms }) => t('De klok staat nu op {n} min', { n: minutes(planned_ms) }),
  timer_ran_out: () => t('De tijd is om'),
  session_closed: () => t('De sessie is gesloten'),
};
