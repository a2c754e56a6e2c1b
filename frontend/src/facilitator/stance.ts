// How a team stands, as the facilitator wants to know it from across the room. Of teams only, never of a person.
import { t, tn } from '../i18n';
import type { View } from '../live/view';
import type { IconName } from '../parts/icons';
import { statusWords } from './said';

const QUIET = 4 * 60_000;

/** `words` on the chip, `more` under it where there is something to look after. */
export interface Stance { words: string; lit: boolean; icon?: IconName; more: string }

/** Whole minutes that a team put nothing on paper in this phase; 0 while that is nothing to speak of. */
export function quietFor(view: View, team: number, now: number): number {
  const held = view.teams[team];
  if (view.phase.id !== 'work' || held?.status !== 'writing' || held.ready || view.timer.state === 'paused') return 0;
  const quiet = now - Math.max(view.phase.entered_at, view.worked?.[team] ?? 0);
  return quiet < QUIET ? 0 : Math.floor(quiet / 60_000);
}

function lookAfter(view: View, team: number, now: number): string {
  const held = view.teams[team];
  if (held && held.seats > 0 && held.online === 0 && held.present) return t('Laptop niet verbonden');
  const quiet = quietFor(view, team, now);
  return quiet ? tn('{n} minuut niets geschreven', '{n} minuten niets geschreven', quiet) : '';
}

export function stanceOf(view: View, team: number, now: number): Stance {
  const held = view.teams[team];
  const status = held?.status ?? 'empty';
  const done = status === 'submitted' || status === 'chosen';
  const more = lookAfter(view, team, now);
  if (held?.ready && !done) return { words: t('Klaar'), lit: true, icon: 'check', more };
  return { words: statusWords(status), lit: done, more };
}
