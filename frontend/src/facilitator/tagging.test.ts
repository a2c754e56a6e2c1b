import { expect, test } from 'vitest';
import { team, viewAt } from './fixture';
import { guess, offers, toggled } from './tagging';

const solution = { status: 'submitted' as const, title: 'a', text: 'b', ict: '', needs_now: '', develops_later: '', actor: 'parent', places: {}, aspects: {}, actors: { teacher: 'x' }, factors: { vision: { change: 1, consequence: '' } } };

test('who stands in the light and the camp are tagged without asking', () => {
  const view = viewAt('discuss', 2);
  expect(guess(view)).toEqual({ round: 2 });
  view.board.spotlight = 3;
  expect(guess(view)).toEqual({ round: 2, team: 3 });
  expect(guess(viewAt('debrief'))).toEqual({});
});

test('the cards of the solution in the light lie ready, after the dimensions and the teams', () => {
  const view = viewAt('discuss', 1, { teams: { 1: team(1), 2: team(2) }, solutions: { 1: { 2: solution } } });
  view.board.spotlight = 2;
  expect(offers(view).map(({ part, value }) => [part, value])).toEqual([
    ['dimension', 'regulation'], ['dimension', 'interest'], ['team', 1], ['team', 2], ['factor', 'vision'], ['actor', 'parent'], ['actor', 'teacher'],
  ]);
});

test('with nobody in the light, what comes back most often; six cards at most', () => {
  const view = viewAt('debrief', undefined, { teams: {} });
  view.board.recurring = { actors: { pupil: 1, parent: 3, board: 2, teacher: 1 }, factors: { vision: { n: 1, change: 0 }, culture: { n: 4, change: 0 }, ict: { n: 2, change: 0 }, place: { n: 3, change: 0 } } };
  expect(offers(view).slice(2).map(({ value }) => value)).toEqual(['culture', 'place', 'ict', 'parent', 'board', 'pupil']);
});

test('a tap puts a tag on, another takes it off, and of one kind there is one', () => {
  const on = toggled({ round: 1 }, { part: 'team', value: 2 });
  expect(on).toEqual({ round: 1, team: 2 });
  expect(toggled(on, { part: 'team', value: 3 })).toEqual({ round: 1, team: 3 });
  expect(toggled(on, { part: 'team', value: 2 })).toEqual({ round: 1 });
});
