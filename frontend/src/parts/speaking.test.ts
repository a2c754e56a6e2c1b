import { describe, expect, test } from 'vitest';
import { viewAt } from '../facilitator/fixture';
import type { Place, Reading, SpeakersBy, View } from '../live/view';
import { fromReading, speakers, suggested } from './speaking';

const at = (regulation: number, interest: number): Place => ({ regulation, interest });
const read = (regulation: number, interest: number): Reading => ({ count: 6, enough: true, centre: at(regulation, interest) });

function room({ marks = {}, readings, teams = [1, 2, 3, 4], order }: { marks?: Record<string, Place>; readings?: Record<string, Reading>; teams?: number[]; order?: SpeakersBy }): View {
  const view = viewAt('reveal', 1);
  const solutions = Object.fromEntries(teams.map((team) => [team, {} as never]));
  const board = { ...view.board, revealed: [1], marks: { 1: marks }, ...(order ? { order } : {}), ...(readings ? { readings: { 1: readings }, readings_revealed: [1] } : {}) };
  return { ...view, solutions: { 1: solutions }, board };
}
const order = (view: View, by?: SpeakersBy) => speakers(view, 1, by).map(({ team }) => team);

describe('by distance', () => {
  const marks = { 1: at(-10, 0), 2: at(0, 0), 3: at(80, 80), 4: at(10, 10) };

  test('who lies furthest from the others begins, and hears why', () => {
    expect(speakers(room({ marks }), 1)[0]).toEqual({ team: 3, why: 'Baken ligt het verst van de anderen.' });
  });
  test('who lies nearest to the others comes last; in between nobody needs a reason', () => {
    const all = speakers(room({ marks }), 1);
    expect(all.at(-1)?.why).toContain('het dichtst bij de anderen');
    expect(all.slice(1, -1).every(({ why }) => why === undefined)).toBe(true);
  });
  test('two teams lie as far from each other: the tables decide, without a reason', () => {
    expect(speakers(room({ marks: { 2: at(-90, 0), 4: at(90, 0) }, teams: [2, 4] }), 1)).toEqual([{ team: 2 }, { team: 4 }]);
  });
  test('a square is no order either', () => {
    expect(order(room({ marks: { 1: at(-50, -50), 2: at(50, -50), 3: at(50, 50), 4: at(-50, 50) } }))).toEqual([1, 2, 3, 4]);
  });
  test('without a mark a team comes after those that have one', () => {
    expect(order(room({ marks: { 2: at(0, 0), 3: at(5, 0), 4: at(90, 90) } }))).toEqual([4, 2, 3, 1]);
  });
  test('no marks at all: around the tables', () => {
    expect(order(room({}))).toEqual([1, 2, 3, 4]);
  });
});

describe('by what the room reads', () => {
  const marks = { 1: at(0, 0), 2: at(0, 0), 3: at(0, 0), 4: at(60, 60) };
  const readings = { 1: read(10, 0), 2: read(0, 70), 3: read(30, 0), 4: read(60, 60) };

  test('the largest difference begins, once the readings lie there', () => {
    const view = room({ marks, readings });
    expect(suggested(view, 1)).toBe('reading');
    expect(speakers(view, 1)[0]).toEqual({ team: 2, why: 'De zaal leest Berg het meest anders dan bedoeld.' });
    expect(order(view)).toEqual([2, 3, 1, 4]);
  });
  test('before that the marks decide', () => {
    expect(suggested(room({ marks }), 1)).toBe('distance');
  });
  test('too few answers count for nothing', () => {
    const view = room({ marks, readings: { 1: { count: 2, enough: false }, 2: read(0, 70), 3: read(30, 0) } });
    expect(fromReading(view, 1, 1)).toBeUndefined();
    expect(order(view)).toEqual([2, 3, 1, 4]);
  });
});

test('the facilitator chooses, and is followed', () => {
  const marks = { 1: at(0, 0), 2: at(0, 0), 3: at(90, 90), 4: at(5, 5) };
  expect(order(room({ marks, order: 'table' }))).toEqual([1, 2, 3, 4]);
  expect(order(room({ marks, readings: { 1: read(90, 0), 2: read(0, 0) }, order: 'distance' }))[0]).toBe(3);
});
