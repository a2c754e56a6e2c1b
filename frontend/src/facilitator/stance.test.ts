import { expect, test } from 'vitest';
import { team, viewAt } from './fixture';
import { quietFor, stanceOf } from './stance';

const MINUTE = 60_000;
const work = (more: Parameters<typeof viewAt>[2] = {}) => viewAt('work', 1, { teams: { 1: team(1, { status: 'writing' }) }, ...more });

test('a team that writes is left alone', () => {
  expect(stanceOf(work({ worked: { 1: 9 * MINUTE } }), 1, 12 * MINUTE)).toEqual({ words: 'Schrijft', lit: false, more: '' });
});

test('after a while the facilitator sees how long nothing was written, counted from the start of the phase', () => {
  const quiet = (now: number, worked?: number) => quietFor(work(worked === undefined ? {} : { worked: { 1: worked } }), 1, now);
  expect([quiet(3 * MINUTE), quiet(4 * MINUTE), quiet(13.9 * MINUTE), quiet(13 * MINUTE, 8 * MINUTE)]).toEqual([0, 4, 13, 5]);
  expect(stanceOf(work(), 1, 12 * MINUTE).more).toBe('12 minuten niets geschreven');
});

test('in a pause, in another phase, once handed in or ready, silence means nothing', () => {
  const ready = work({ teams: { 1: team(1, { status: 'writing', ready: true }) } });
  const paused = work({ timer: { state: 'paused', remaining_ms: 1, planned_ms: 1 } });
  const over = work({ teams: { 1: team(1, { status: 'submitted' }) } });
  const discuss = viewAt('discuss', 1, { teams: { 1: team(1, { status: 'waiting' }) } });
  expect([paused, over, discuss, ready].map((view) => quietFor(view, 1, 30 * MINUTE))).toEqual([0, 0, 0, 0]);
});

test('who is ready, and whose laptop is gone', () => {
  expect(stanceOf(work({ teams: { 1: team(1, { status: 'writing', ready: true }) } }), 1, 0)).toMatchObject({ words: 'Klaar', lit: true, icon: 'check' });
  expect(stanceOf(work({ teams: { 1: team(1, { status: 'submitted', ready: true }) } }), 1, 0).words).toBe('Ingeleverd');
  expect(stanceOf(work({ teams: { 1: team(1, { status: 'writing', online: 0 }) } }), 1, 30 * MINUTE).more).toBe('Laptop niet verbonden');
});
