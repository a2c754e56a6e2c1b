import { expect, test } from 'vitest';
import { team, viewAt } from '../fixture';
import { allLeft, emptyTeams, inUse, playerOf, playing } from './bots';

const rehearsal = { teams: [1, 2], speed: 4, paused: false, leader: false };
const seats = {
  a: { team: 1, online: true, bot: true as const }, b: { team: 2, online: true, bot: true as const }, c: { team: 3, online: true },
};

test('who plays a team is read from its seats and from the bots that play now', () => {
  const view = viewAt('work', 1, { seats, rehearsal: { ...rehearsal, teams: [1] } });
  expect([1, 2, 3, 4].map((number) => playerOf(view, number))).toEqual(['bot', 'left', 'people', 'nobody']);
});

test('bots can sit where nobody is, or where one stopped, and not at a team that is absent', () => {
  const view = viewAt('work', 1, { seats, rehearsal: { ...rehearsal, teams: [1] } });
  expect(emptyTeams(view)).toEqual([2, 4]);
  view.teams[4] = team(4, { present: false });
  expect(emptyTeams(view)).toEqual([2]);
});

test('after a restart the seats of bots are there, and no bots', () => {
  expect(allLeft(viewAt('work', 1, { seats }))).toBe(true);
  expect(allLeft(viewAt('work', 1, { seats, rehearsal }))).toBe(false);
  expect(allLeft(viewAt('lobby'))).toBe(false);
});

test('a session that is used is asked about before it becomes a rehearsal', () => {
  expect(inUse(viewAt('lobby'))).toBe(false);
  expect(inUse(viewAt('lobby', undefined, { seats }))).toBe(true);
  expect(inUse(viewAt('welcome'))).toBe(true);
  const view = viewAt('welcome');
  view.session.rehearsal = true;
  expect(inUse(view)).toBe(false);
});

test('one sentence tells what plays', () => {
  expect(playing(viewAt('work', 1, { rehearsal }))).toBe('Bots spelen 2 subteams, jij leidt.');
  expect(playing(viewAt('work', 1, { rehearsal: { ...rehearsal, teams: [1], paused: true } }))).toBe('Een bot speelt 1 subteam, jij leidt. Alles staat nu stil.');
  expect(playing(viewAt('work', 1, { rehearsal: { ...rehearsal, teams: [], leader: true } }))).toBe('Mensen spelen de subteams, een bot leidt.');
  expect(playing(viewAt('work', 1))).toBe('Er spelen nu geen bots.');
});
