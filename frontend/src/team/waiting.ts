// Who waits for whom while the subteams choose and write.
import type { Team, View } from '../live/view';

/** `others`: we are done, these teams are not; `us`: only we are not; `all`: everybody is done. Undefined: nobody waits. */
export type Waiting = { for: 'others'; teams: number[] } | { for: 'us' } | { for: 'all' };

const plays = (team: Team) => team.status !== 'empty' && team.status !== 'absent';
const done = (team: Team, phase: string) => team.ready || team.status === (phase === 'work' ? 'submitted' : 'chosen');

export function waiting(view: Pick<View, 'phase' | 'teams'>, own: number): Waiting | undefined {
  const phase = view.phase.id;
  if (phase !== 'choose' && phase !== 'work') return undefined;
  const playing = Object.entries(view.teams).filter(([number, team]) => plays(team) || Number(number) === own);
  const busy = playing.filter(([, team]) => !done(team, phase)).map(([number]) => Number(number));
  if (playing.length < 2) return undefined;
  if (!busy.length) return { for: 'all' };
  if (!busy.includes(own)) return { for: 'others', teams: busy };
  return busy.length === 1 ? { for: 'us' } : undefined;
}
