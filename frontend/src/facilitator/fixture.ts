// Only for tests: a view as the facilitator gets it, with just what a test wants to say about it.
import type { AgendaItem, PhaseId, Team, View } from '../live/view';

const camp = (round: number, work: number): AgendaItem[] => [
  { id: 'choose', round, minutes: 4 }, { id: 'work', round, minutes: work }, { id: 'reveal', round, minutes: 8 }, { id: 'discuss', round, minutes: 10 },
];

export const AGENDA: AgendaItem[] = [
  { id: 'lobby', minutes: 0 }, { id: 'welcome', minutes: 15 }, ...camp(1, 18), ...camp(2, 18), { id: 'break', minutes: 10 }, ...camp(3, 22),
  { id: 'vote', minutes: 5 }, { id: 'debrief', minutes: 45 }, { id: 'evaluate', minutes: 8 }, { id: 'closed', minutes: 0 },
];

export function team(number: number, more: Partial<Team> = {}): Team {
  const shapes = ['circle', 'triangle', 'square', 'kite'] as const;
  return {
    name: ['Maan', 'Berg', 'Baken', 'Vlieger'][number - 1] ?? '', shape: shapes[number - 1] ?? 'circle', colour: '#000000', actors_used: [],
    status: 'waiting', ready: false, present: true, seats: 1, online: 1, ...more,
  };
}

export function viewAt(id: PhaseId, round?: number, more: Partial<View> = {}): View {
  const index = AGENDA.findIndex((item) => item.id === id && item.round === round);
  return {
    session: { code: 'ABCDEF', title: 'School', language: 'nl', pack: 'po', pack_version: '1.0.0', devices: 'team', floor: 5, vote_own: false, teams: 4, rehearsal: false, instruments: ['pulse', 'guide', 'checklist'] },
    phase: { id, round, index, agenda: AGENDA, entered_at: 0 },
    timer: { state: 'idle', remaining_ms: 60_000, planned_ms: 60_000 },
    teams: { 1: team(1), 2: team(2), 3: team(3), 4: team(4) },
    solutions: {},
    board: { revealed: [], blank: false, readings_revealed: [], marks: {}, readings: {}, agreement: {}, movement: {}, recurring: { actors: {}, factors: {} }, pulse: {} },
    insights: {},
    vote: { state: 'idle', ballot: 0, count: 0, voters: 4, candidates: [] },
    debrief: { step: 0, current: {}, ambition: {}, subjects: {}, checklist: {}, texts: {}, actions: {}, questions: {}, meetings: {} },
    school: {}, evaluation: { count: 0 }, networks: {}, profile: {}, slots: {}, indicators: {}, ...more,
  };
}
