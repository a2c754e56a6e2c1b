import { describe, expect, test } from 'vitest';
import type { LogEvent } from './log';
import { parseLog } from './log';
import { timelineOf } from './timeline';

const agenda = [{ id: 'lobby', minutes: 0 }, { id: 'choose', round: 1, minutes: 4 }, { id: 'work', round: 1, minutes: 18 }];
let seq = 0;
const event = (type: string, data: object, at: number): LogEvent => ({ seq: ++seq, at, type, version: 1, data: data as Record<string, unknown> });
const start = () => ((seq = 0), event('session_created', { agenda }, 0));

describe('timelineOf', () => {
  test('folds what one team writes within a minute into one line, also between others', () => {
    const { rows } = timelineOf([
      start(), event('draft_written', { team: 1, round: 1, fields: { title: 'Een' } }, 1000),
      event('draft_written', { team: 2, round: 1, fields: { text: 'x' } }, 2000),
      event('draft_written', { team: 1, round: 1, fields: { title: 'Een pad' } }, 30_000),
      event('draft_written', { team: 1, round: 1, fields: { text: 'y' } }, 90_000),
    ]);
    expect(rows.map((row) => [row.team, row.times, row.seq])).toEqual([[undefined, 1, 1], [1, 2, 4], [2, 1, 3], [1, 1, 5]]);
  });

  test('what happened on another day than that of the game says so', () => {
    const day = 86_400_000;
    const events = [start(), event('phase_entered', { index: 1 }, 3 * day), event('pulse_opened', { pulse: 'now' }, 73 * day)];
    const { rows } = timelineOf(events, undefined, 3 * day);
    expect(rows.map((row) => row.otherDay)).toEqual([true, undefined, true]);
  });

  test('a phase that is entered again is a new stay', () => {
    const { sections } = timelineOf([start(), event('phase_entered', { index: 1 }, 5), event('phase_entered', { index: 2 }, 9), event('phase_entered', { index: 1 }, 12)]);
    expect(sections.map((one) => [one.name, one.stop])).toEqual([['Aankomen', 0], ['Kamp 1, Kiezen', 1], ['Kamp 1, Werken', 1], ['Kamp 1, Kiezen', 1]]);
  });

  test('knows names and titles as they were then, and survives what it does not know', () => {
    const { rows } = timelineOf([
      start(), event('team_renamed', { team: 2, team_name: 'Noord' }, 1),
      event('draft_written', { team: 2, round: 1, fields: { title: 'Samen' } }, 2),
      event('solution_submitted', { team: 2, round: 1, at: 3 }, 3), event('from_the_future', {}, 4),
    ]);
    expect(rows[3]).toMatchObject({ text: 'Levert in: Samen', teamName: 'Noord' });
    expect(rows[4]?.text).toContain('from_the_future');
  });

  test('of 2,000 drafts one after another fewer lines are made', () => {
    const events = [start(), ...Array.from({ length: 2000 }, (_, n) => event('draft_written', { team: (n % 4) + 1, round: 1, fields: { text: 'x' } }, n * 5000))];
    expect(timelineOf(events).rows.length).toBeLessThan(2000);
  });
});

test('parseLog skips empty lines', () => {
  expect(parseLog('{"seq":1,"at":2,"type":"a","version":1,"data":{}}\n\n')).toHaveLength(1);
});
