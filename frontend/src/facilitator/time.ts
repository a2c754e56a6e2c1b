// More or less time, and what that does to the end of the day.
import { t } from '../i18n';
import type { Session } from '../live/session.svelte';
import type { View } from '../live/view';
import type { Asking } from './asking.svelte';
import { endAfter, expectedEnd } from './plan';
import { timeOf } from '../parts/written';
import type { Steering } from './steering.svelte';

/** 'Klaar om 16:21' */
export const endWords = (view: View, seconds: number, now: number): string =>
  t('Klaar om {time}', { time: timeOf(endAfter(view.phase, view.timer, seconds, now, view.session)) });

/** Tells what was and what becomes the end: one minute here is one minute at home. */
export async function extend(view: View, session: Session, asking: Asking, steering: Steering, seconds: number): Promise<void> {
  const now = session.now();
  const before = timeOf(expectedEnd(view.phase, view.timer, now, view.session));
  const after = timeOf(endAfter(view.phase, view.timer, seconds, now, view.session));
  if (await asking.send('timer', { action: 'extend', seconds })) steering.say(t('Eindtijd wordt {after}, was {before}.', { after, before }));
}
