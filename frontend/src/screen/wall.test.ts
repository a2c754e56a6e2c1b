import { expect, test } from 'vitest';
import { viewAt } from '../facilitator/fixture';
import type { Insight } from '../live/view';
import { hang, shownInsights } from './wall';

const insight = (at: number, shown = true): Insight => ({ text: '', tags: {}, shown, phase: 'discuss', at });
const view = (insights: Record<string, Insight>) => ({ ...viewAt('discuss', 1), insights });

test('newest first, and only what the facilitator shows', () => {
  expect(shownInsights(view({ a: insight(1), b: insight(3), c: insight(2, false), d: insight(3) })).map(({ id }) => id)).toEqual(['d', 'b', 'a']);
});

test('row by row, a page at a time', () => {
  const all = shownInsights(view(Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`i${n}`, insight(n)]))));
  expect(hang(all, 0, 2, 4).map(({ id, row, column }) => [id, row, column])).toEqual([['i5', 0, 0], ['i4', 0, 1], ['i3', 1, 0], ['i2', 1, 1]]);
  expect(hang(all, 1, 2, 4).map(({ id }) => id)).toEqual(['i1']);
});
