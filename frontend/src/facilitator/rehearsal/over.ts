// A person goes on where a bot was.
import { t } from '../../i18n';
import type { View } from '../../live/view';
import type { Steering } from '../steering.svelte';
import type { Rehearsing } from './rehearsing.svelte';

/** The bot stops first. In a camp the pen is the facilitator's at once; elsewhere a person may join. */
export async function takeOver(bots: Rehearsing, steering: Steering, view: View, team: number): Promise<void> {
  if (!(await bots.takeOver(team))) return;
  const name = view.teams[team]?.name ?? '';
  const { id, round } = view.phase;
  if (id === 'work' && round) steering.over = { team, round };
  steering.say(t('De bot van {team} is gestopt. Ga zelf verder, of laat iemand meedoen met de code.', { team: name }));
}
