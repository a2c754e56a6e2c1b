import { expect, test } from 'vitest';
import type { Team, TeamStatus, View } from '../live/view';
import { waiting } from './waiting';

function room(phase: 'choose' | 'work' | 'reveal', ...states: (TeamStatus | 'ready')[]) {
  const team = (state: TeamStatus | 'ready') => ({ status: state === 'ready' ? 'choosing' : state, ready: state === 'ready' }) as Team;
  const teams = Object.fromEntries(states.map((state, index) => [index + 1, team(state)]));
  return { phase: { id: phase }, teams } as unknown as Pick<View, 'phase' | 'teams'>;
}

test.each([
  ['who is done waits for who is not', room('work', 'submitted', 'writing', 'submitted', 'writing'), { for: 'others', teams: [2, 4] }],
  ['the last one hears it', room('work', 'writing', 'submitted', 'submitted'), { for: 'us' }],
  ['while others are busy too nobody hurries', room('work', 'writing', 'writing', 'submitted'), undefined],
  ['all are done', room('work', 'submitted', 'submitted'), { for: 'all' }],
  ['nobody waits for teams that do not play', room('work', 'submitted', 'empty', 'absent', 'submitted'), { for: 'all' }],
  ['a team alone waits for nobody', room('work', 'submitted', 'empty', 'absent'), undefined],
  ['a choice is enough, and so is saying it', room('choose', 'chosen', 'ready', 'chosen'), { for: 'all' }],
  ['in choosing', room('choose', 'choosing', 'chosen', 'ready'), { for: 'us' }],
  ['cards that are chosen are no solution', room('work', 'chosen', 'submitted'), { for: 'us' }],
  ['elsewhere nobody is asked for anything', room('reveal', 'submitted', 'writing'), undefined],
])('%s', (_, view, told) => {
  expect(waiting(view, 1)).toEqual(told);
});
