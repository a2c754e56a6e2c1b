import { expect, test } from 'vitest';
import { isEmpty, type Starter, startsOf } from './starters.svelte';

const ALL: Starter[] = [
  { field: 'text', text: 'De dag begint met' },
  { field: 'text', text: 'Thuis merken wij dat', actors: ['parent'] },
  { field: 'text', text: 'In mijn les', actors: ['teacher', 'team_leader'] },
  { field: 'ict', text: 'Op het scherm', actors: [] },
];

test('everybody gets what is for all, and who thinks as an actor gets that first', () => {
  expect(startsOf(ALL, 'text', undefined)).toEqual(['De dag begint met']);
  expect(startsOf(ALL, 'text', 'parent')).toEqual(['Thuis merken wij dat', 'De dag begint met']);
  expect(startsOf(ALL, 'text', 'team_leader')).toEqual(['In mijn les', 'De dag begint met']);
  expect(startsOf(ALL, 'ict', 'parent')).toEqual(['Op het scherm']);
  expect(startsOf(ALL, 'does', 'parent')).toEqual([]);
});

test('blanks and a letter or two are nothing yet', () => {
  expect(['', '  ', '\n', 'De', 'Een'].map(isEmpty)).toEqual([true, true, true, true, false]);
});
