import { describe, expect, test } from 'vitest';
import type { Content } from '../../live/content';
import type { Instrument, PhaseId, View } from '../../live/view';
import { dilemmaIn, slotIn, waysIn } from './ways';

const dilemma = { id: 'd1', state: 'open' as const, count: 0, voters: 4 };
const content = { teacher_indicators: { a: {} } } as unknown as Content;
const view = (id: PhaseId, instruments: Instrument[], more: Partial<View> = {}): View =>
  ({ phase: { id, round: 1 }, session: { instruments }, board: {}, slots: {}, indicators: {}, ...more }) as unknown as View;

describe('the ways in', () => {
  test('none when nothing is on', () => {
    for (const phase of ['lobby', 'welcome', 'work', 'discuss', 'debrief', 'closed'] as const) expect(waysIn(view(phase, ['pulse', 'guide']), content)).toEqual([]);
  });

  test('the network in the camps and at the fire, the profile where nobody waits', () => {
    const on: Instrument[] = ['network', 'teacher_profile'];
    expect(waysIn(view('work', on), content)).toEqual(['network']);
    expect(waysIn(view('debrief', on), content)).toEqual(['network', 'teacher_profile']);
    expect(waysIn(view('vote', on), content)).toEqual([]);
    expect(waysIn(view('break', on), { teacher_indicators: {} } as unknown as Content)).toEqual([]);
  });

  test('the dilemma of this camp, in reveal and discuss', () => {
    const indicators = { dilemmas: { 1: dilemma } };
    expect(dilemmaIn(view('discuss', ['indicators'], { indicators }))).toBe(dilemma);
    expect(dilemmaIn(view('choose', ['indicators'], { indicators }))).toBeUndefined();
  });

  test('each moment has its own questionnaire', () => {
    const slots = { before: { title: 'Eerst' }, later: { title: 'Later' } };
    expect(slotIn(view('welcome', [], { slots }))?.title).toBe('Eerst');
    expect(slotIn(view('evaluate', [], { slots }))).toBeUndefined();
    expect(slotIn(view('closed', [], { slots }))?.title).toBe('Later');
  });
});
