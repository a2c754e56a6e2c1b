import { expect, test } from 'vitest';
import type { Content } from '../../live/content';
import { timelineOf } from '../timeline';

const content = {
  phases: {},
  actors: { parent: { name: 'Ouder' } }, factors: { vision: { name: 'Visie' } }, design_questions: { time: { theme: 'Tijd' } },
  dilemmas: { d: { round: 2, text: '', options: [{ id: 'a', text: 'Alles open', effects: {} }] } },
} as unknown as Content;
const told = (type: string, data: Record<string, unknown>) => timelineOf([{ seq: 1, at: 0, type, version: 1, data }], content).rows[0];

test('an arrow of a team has the sign of that team; the school says so itself', () => {
  const arrow = { when: 'wanted', source: 'parent', target: 'vision', how: 'praat mee' };
  expect(told('influence_connected', { ...arrow, network: '2' })).toMatchObject({ team: 2, text: 'Netwerk, gewenst: Ouder beïnvloedt Visie, praat mee' });
  expect(told('influence_connected', { ...arrow, network: 'school' })).toMatchObject({ text: 'Netwerk van de school, gewenst: Ouder beïnvloedt Visie, praat mee' });
});

test.each([
  ['instrument_switched', { instrument: 'network', on: false }, 'Instrument uit: Netwerk'],
  ['instrument_shown', {}, 'Het instrument gaat van het scherm'],
  ['instrument_shown', { instrument: 'network', team: 1 }, 'Op het scherm: het netwerk van Maan'],
  ['profile_set', { question: 'time', fields: {} }, 'Schoolprofiel ingevuld: Tijd'],
  ['slot_set', { moment: 'later', fields: {} }, 'Eigen vragenlijst, Na 6 tot 12 weken: weggehaald'],
  ['dilemma_settled', { round: 2, option: 'a' }, 'De spelleider kiest bij het dilemma: Alles open'],
])('%s is told', (type, data, text) => expect(told(type, data)?.text).toBe(text));
