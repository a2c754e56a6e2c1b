import { expect, test } from 'vitest';
import { nextStages } from './stages';

test('the next stage is the neighbour on the way to what is wanted', () => {
  expect(nextStages({ now: 'flexible_2', wanted: 'innovative' })).toEqual(['flexible_3']);
  expect(nextStages({ now: 'adaptive_3', wanted: 'traditional' })).toEqual(['adaptive_2']);
});

test('from end to end both routes lead on', () => {
  expect(nextStages({ now: 'traditional', wanted: 'innovative' })).toEqual(['flexible_2', 'adaptive_2']);
});

test('what lies on the other route is reached by changing over', () => {
  expect(nextStages({ now: 'flexible_2', wanted: 'adaptive_3' })).toEqual(['adaptive_3']);
});

test('without both marks, or with both in one place, there is no next stage', () => {
  expect(nextStages({ now: 'flexible_2' })).toEqual([]);
  expect(nextStages({ now: 'innovative', wanted: 'innovative' })).toEqual([]);
});
