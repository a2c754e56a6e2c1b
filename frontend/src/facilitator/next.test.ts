import { expect, test } from 'vitest';
import { viewAt } from './fixture';
import { nextStep, previous, revealNow, stepWords } from './next';

const words = (view: ReturnType<typeof viewAt>) => stepWords(nextStep(view) ?? { kind: 'close' }, view);

test('the reveal comes before the way on', () => {
  const view = viewAt('reveal', 2);
  expect(nextStep(view)).toEqual({ kind: 'reveal', what: 'solutions' });
  expect(words(view)).toBe('Onthul alles');
  view.board.revealed = [1, 2];
  expect(nextStep(view)).toEqual({ kind: 'go', phase: 'discuss', round: 2 });
  expect(words(view)).toBe('Naar Bespreken');
});

test('the vote is opened, closed and revealed before the way on', () => {
  const at = (state: 'idle' | 'open' | 'closed' | 'revealed') => words(viewAt('vote', undefined, { vote: { ...viewAt('vote').vote, state, candidates } }));
  const candidates = [{ round: 1, team: 1, title: '' }];
  expect([at('idle'), at('open'), at('closed'), at('revealed')]).toEqual(['Open de stemming', 'Sluit de stemming', 'Onthul de uitslag', 'Naar Kampvuur']);
});

test('there is no vote where nobody has shown a solution', () => {
  expect(words(viewAt('vote'))).toBe('Naar Kampvuur');
});

test('begin, a camp by its number, and the end', () => {
  expect(words(viewAt('lobby'))).toBe('Begin');
  expect(words(viewAt('welcome'))).toBe('Naar Kamp 1');
  expect(nextStep(viewAt('evaluate'))).toEqual({ kind: 'close' });
  expect(nextStep(viewAt('closed'))).toBeUndefined();
  expect(previous(viewAt('closed'))).toBeUndefined();
  expect(previous(viewAt('work', 1))?.id).toBe('choose');
});

test('R shows what this phase keeps closed, and nothing else', () => {
  const discuss = viewAt('discuss', 1);
  expect(revealNow(discuss)).toBe('solutions');
  discuss.board.revealed = [1];
  expect(revealNow(discuss)).toBe('readings');
  discuss.board.readings_revealed = [1];
  expect(revealNow(discuss)).toBeUndefined();
  expect(revealNow(viewAt('work', 1))).toBeUndefined();
  expect(revealNow(viewAt('welcome'))).toBe('pulse');
  const off = viewAt('welcome');
  off.session.instruments = [];
  expect(revealNow(off)).toBeUndefined();
  expect(revealNow(viewAt('vote'))).toBeUndefined();
});

test('R shows the dilemma last', () => {
  const discuss = viewAt('discuss', 1);
  discuss.board.revealed = [1];
  discuss.indicators = { values: {}, dilemmas: { 1: { id: 'a', state: 'open', count: 2, voters: 4 } } };
  expect(revealNow(discuss)).toBe('readings');
  discuss.board.readings_revealed = [1];
  expect(revealNow(discuss)).toBe('dilemma');
  discuss.indicators = { values: {}, dilemmas: { 1: { id: 'a', state: 'revealed', count: 2, voters: 4, chosen: 'b' } } };
  expect(revealNow(discuss)).toBeUndefined();
});
