import { expect, test } from 'vitest';
import { team, viewAt } from './fixture';
import { tellers } from './order';
import { allReady, cutShort, readyWords, stillClosed, whoIsReady } from './ready';

test('teams that are not there are not waited for', () => {
  const view = viewAt('work', 1, { teams: { 1: team(1, { status: 'submitted' }), 2: team(2, { status: 'writing' }), 3: team(3, { status: 'absent' }), 4: team(4, { status: 'empty' }) } });
  expect(whoIsReady(view)).toBe('Ingeleverd: 1 van 2');
  expect(cutShort(view, 0)).toEqual(['1 subteam schrijft nog. Het werk blijft bewaard.']);
});

test('a running clock is named, a clock that is almost through is not', () => {
  const view = viewAt('break', undefined, { timer: { state: 'running', remaining_ms: 0, planned_ms: 600_000, ends_at: 300_000 } });
  expect(cutShort(view, 0)).toEqual(['Er staan nog 5 minuten op de klok.']);
  expect(cutShort(view, 290_000)).toEqual([]);
});

test('what is still closed is said until it is open', () => {
  const view = viewAt('discuss', 1);
  view.board.revealed = [1];
  expect(stillClosed(view)).toBe('');
  view.board.readings = { 1: { 1: { count: 12, enough: true } } };
  expect([whoIsReady(view), stillClosed(view)]).toEqual(['12 lezingen per oplossing', 'Lezing nog dicht']);
  view.board.readings_revealed = [1];
  expect(stillClosed(view)).toBe('');
});

test('beside a team stands whether nobody read it, whether that is still closed, or whether too few did', () => {
  const view = viewAt('discuss', 1);
  view.board.marks = { 1: Object.fromEntries([1, 2, 3].map((n) => [n, { regulation: 0, interest: 0 }])) };
  view.board.readings = { 1: { 1: { count: 0, enough: false }, 2: { count: 9, enough: true }, 3: { count: 3, enough: false } } };
  expect(tellers(view, 1).map(({ why }) => why).slice(0, 3)).toEqual(['Nog geen lezing', 'Lezing nog dicht', 'Nog te weinig antwoorden']);
});

test('who lies furthest from the room tells first', () => {
  const view = viewAt('discuss', 2);
  const place = (regulation: number, interest: number) => ({ regulation, interest });
  view.board.marks = { 2: { 1: place(0, 0), 2: place(50, 50), 3: place(-50, 0) } };
  view.board.readings = { 2: { 1: { count: 9, enough: true, centre: place(5, 0), major: 50 }, 2: { count: 9, enough: true, centre: place(-10, 50), major: 10 } } };
  view.board.readings_revealed = [2];
  view.solutions = { 2: { 1: {} as never, 2: {} as never, 3: {} as never } };
  view.board.movement = { 2: { 3: place(-30, 0) } };
  view.board.agreement = { 2: { n: 3, spread: 50, toward: ['regulation+'] } };
  expect(tellers(view, 2).map(({ team: number, why }) => [number, why])).toEqual([
    [2, 'De zaal leest Berg het meest anders dan bedoeld.'], [1, 'Zaal leest verspreid'], [3, 'Andere kant op'], [4, 'Geen plek op het kompas'],
  ]);
});

test('a good moment to move on is when nobody who plays is still busy', () => {
  const at = (status: 'writing' | 'submitted', ready = false) => viewAt('work', 1, { teams: { 1: team(1, { status: 'submitted' }), 2: team(2, { status, ready }), 3: team(3, { status: 'absent' }) } });
  expect([allReady(at('writing')), allReady(at('submitted')), allReady(at('writing', true))]).toEqual([false, true, true]);
  expect(readyWords(at('submitted'))).toBe('Alle twee klaar');
  expect(allReady(viewAt('break'))).toBe(false);
  expect(allReady(viewAt('break', undefined, { teams: { 1: team(1, { ready: true }) } }))).toBe(true);
  expect(allReady(viewAt('work', 1, { teams: { 1: team(1, { status: 'empty' }) } }))).toBe(false);
});

test('in a vote it is when every vote is in', () => {
  const vote = (count: number, state: 'open' | 'closed' = 'open') => viewAt('vote', undefined, { vote: { ...viewAt('vote').vote, state, count } });
  expect([allReady(vote(3)), allReady(vote(4)), allReady(vote(4, 'closed'))]).toEqual([false, true, false]);
  expect(readyWords(vote(4))).toBe('Iedereen heeft gestemd');
});

test('with a device each it is when everybody answered', () => {
  const seats = { s_1: { team: 1, online: true }, s_2: { team: 2, online: true } };
  const at = (wanted: number, devices: 'person' | 'team' = 'person') => {
    const view = viewAt('welcome', undefined, { seats });
    view.session = { ...view.session, devices };
    view.board.pulse = { before: { now: { count: 2, enough: false, state: 'open' }, wanted: { count: wanted, enough: false, state: 'open' } } };
    return view;
  };
  expect([allReady(at(1)), allReady(at(2)), allReady(at(2, 'team'))]).toEqual([false, true, false]);
  expect(readyWords(at(2))).toBe('Iedereen is klaar');
});
