import { expect, test } from 'vitest';
import { viewAt } from '../facilitator/fixture';
import type { Content } from '../live/content';
import type { Solution, View } from '../live/view';
import { openRounds, recurring, recurringWords } from './recurring';

const content = { actors: { parent: { name: 'Ouder' }, teacher: { name: 'Leraar' } }, factors: { time: { name: 'Rooster' }, place: { name: 'Gebouw' } } } as unknown as Content;
const solution = (actors: string[], factors: Record<string, number> = {}) =>
  ({ actors: Object.fromEntries(actors.map((id) => [id, ''])), factors: Object.fromEntries(Object.entries(factors).map(([id, change]) => [id, { change, consequence: '' }])) }) as unknown as Solution;

function room(solutions: View['solutions'], revealed: number[]): View {
  const view = viewAt('discuss', 2);
  return { ...view, solutions, board: { ...view.board, revealed } };
}

test('what is named most comes first, with who named it in which camp', () => {
  const view = room({ 1: { 1: solution(['parent']), 3: solution(['teacher', 'parent']) }, 2: { 3: solution(['parent']) } }, [2, 1]);
  expect(recurring(view, content, 'actor').map(({ name, n, camps }) => [name, n, camps])).toEqual([
    ['Ouder', 3, { 1: [1, 3], 2: [3] }], ['Leraar', 1, { 1: [3] }],
  ]);
  expect(openRounds(view)).toEqual([1, 2]);
});

test.each([[[1, 2], 'more'], [[-1, 0], 'less'], [[2, -1], 'both'], [[0, 0], 'same']] as const)('changes %j go %s', (changes, way) => {
  const view = room({ 1: { 1: solution([], { time: changes[0] }), 2: solution([], { time: changes[1] }) } }, [1]);
  expect(recurring(view, content, 'factor')[0]?.way).toBe(way);
});

test('what is still sealed does not count, also when it is in the view', () => {
  expect(recurring(room({ 1: { 1: solution(['parent']) }, 2: { 1: solution(['teacher']) } }, [1]), content, 'actor').map(({ id }) => id)).toEqual(['parent']);
});

test('as often: in the order of the pack', () => {
  const view = room({ 1: { 1: solution([], { place: 1, time: 1 }) } }, [1]);
  expect(recurring(view, content, 'factor').map(({ id }) => id)).toEqual(['time', 'place']);
});

test('in words it says how often and which way', () => {
  const [factor] = recurring(room({ 1: { 1: solution([], { time: 2 }), 2: solution([], { time: 1 }) } }, [1]), content, 'factor');
  expect(factor && recurringWords(factor)).toBe('Rooster: in 2 oplossingen, wordt meer');
});
