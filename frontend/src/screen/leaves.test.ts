import { describe, expect, test } from 'vitest';
import { viewAt } from '../facilitator/fixture';
import type { Insight, Solution, View } from '../live/view';
import { leavesOf, nameOf, roundOf, stepOf } from './leaves';
import { gridOf } from './grid';

const place = (regulation: number, interest: number) => ({ regulation, interest });
const insight = (at: number, shown = true): Insight => ({ text: `i${at}`, tags: {}, shown, phase: 'discuss', round: 1, at });

function open(view: View, more: Partial<View['board']> = {}): View {
  const solutions = { 1: { 1: {} as Solution, 2: {} as Solution, 3: {} as Solution } };
  return { ...view, solutions, board: { ...view.board, revealed: [1], marks: { 1: { 1: place(0, 0), 2: place(5, 5), 3: place(90, 90) } }, ...more } };
}
const names = (view: View, most = 6) => leavesOf(view, most).map(nameOf);

describe('what the presenter can leaf through', () => {
  test('before anything is revealed only the day', () => {
    for (const id of ['lobby', 'welcome'] as const) expect(names(viewAt(id))).toEqual(['now', 'day']);
    expect(names(viewAt('reveal', 1))).toEqual(['now', 'day']);
    expect(names(viewAt('work', 1))).toEqual(['now', 'day']);
  });
  test('after the reveal each solution in the order of speaking, then the walls', () => {
    const view = open(viewAt('reveal', 1), { recurring: { actors: { parent: 2 }, factors: {} } });
    expect(names({ ...view, insights: { a: insight(1), b: insight(2) } })).toEqual([
      'now', 'compass', 'solution:3:1', 'solution:1:1', 'solution:2:1', 'insights:0', 'recurring', 'table', 'day',
    ]);
  });
  test('a sealed solution is no leaf, also when the camp before lies open', () => {
    expect(names(open(viewAt('reveal', 2)))).toEqual(['now', 'day']);
    expect(roundOf(open(viewAt('work', 2)))).toBeUndefined();
  });
  test('outside the camps the last camp that lies open', () => {
    expect(roundOf(open(viewAt('debrief')))).toBe(1);
  });
  test('at the vote the candidates, each of its own camp', () => {
    const view = open(viewAt('vote'));
    const vote = { ...view.vote, candidates: [{ team: 2, round: 3, title: 'B' }, { team: 1, round: 1, title: 'A' }] };
    expect(names({ ...view, vote }).filter((name) => name.startsWith('solution'))).toEqual(['solution:2:3', 'solution:1:1']);
  });
  test('as many pages of the wall as are needed; what is not shown does not count', () => {
    const insights = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`i${n}`, insight(n, n !== 0)]));
    expect(names({ ...viewAt('break'), insights }, 3).filter((name) => name.startsWith('insights'))).toEqual(['insights:0', 'insights:1', 'insights:2']);
    expect(names({ ...viewAt('break'), insights }, 4)).toContain('insights:1');
  });
  test('a network on the wall can be seen side by side, and each alone', () => {
    const view = viewAt('debrief');
    const links = [{ source: 'a', target: 'b' }];
    const networks = { school: { now: { nodes: {}, links }, wanted: { nodes: {}, links: [] } } };
    expect(names({ ...view, networks, board: { ...view.board, shown: { instrument: 'network' } } })).toEqual(['now', 'network:now', 'day']);
  });
});

describe('a step of the session', () => {
  const view = open(viewAt('discuss', 1));
  test.each<[string, Partial<View>]>([
    ['the light', { board: { ...view.board, spotlight: 2 } }], ['a prompt', { board: { ...view.board, prompt: 'p' } }],
    ['readings', { board: { ...view.board, readings_revealed: [1] } }], ['another phase', { phase: { ...view.phase, index: 9 } }],
    ['a wall', { board: { ...view.board, shown: { instrument: 'insights' } } }], ['black', { board: { ...view.board, blank: true } }],
  ])('%s leads back to what the facilitator shows', (_, more) => {
    expect(stepOf({ ...view, ...more })).not.toBe(stepOf(view));
  });
  test.each<[string, Partial<View>]>([
    ['an insight', { insights: { a: insight(1) } }], ['a tick of the clock', { timer: { ...view.timer, state: 'running' } }],
    ['somebody who comes back', { teams: {} }],
  ])('%s does not', (_, more) => {
    expect(stepOf({ ...view, ...more })).toBe(stepOf(view));
  });
});

test('the wall has more places on a wide screen and fewer in large print', () => {
  const most = (width: number, few = false) => gridOf({ width, height: 54, few, narrow: width < 80 }).most;
  expect([most(128), most(96), most(72), most(69, true)]).toEqual([9, 6, 6, 4]);
});
