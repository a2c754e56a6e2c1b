// The view: what one audience may see (docs/protocol.md, 'The view'). Keys marked ? may be left out.

export type PhaseId =
  | 'lobby' | 'welcome' | 'choose' | 'work' | 'reveal' | 'discuss'
  | 'break' | 'vote' | 'debrief' | 'evaluate' | 'closed';
export type Shape = 'circle' | 'triangle' | 'square' | 'kite';
export type TeamStatus = 'empty' | 'absent' | 'waiting' | 'choosing' | 'chosen' | 'writing' | 'submitted';
export type Position = -1 | 0 | 1;
export type Progress = 'open' | 'started' | 'done';

/** A place on the compass: both axes from -100 to 100. */
export interface Place { regulation: number; interest: number }

export interface SessionInfo {
  code: string;
  title: string;
  language: string;
  pack: string;
  pack_version: string;
  devices: 'team' | 'person';
  floor: number;
  vote_own: boolean;
  teams: number;
  rehearsal: boolean;
  school1?: string;
  school2?: string;
}

export interface AgendaItem { id: PhaseId; round?: number | null; minutes: number }
export interface Phase { id: PhaseId; round?: number | null; index: number; agenda: AgendaItem[]; entered_at: number }
export interface Timer {
  state: 'idle' | 'running' | 'paused' | 'over';
  remaining_ms: number;
  planned_ms: number;
  ends_at?: number;
}

export interface Team {
  name: string;
  shape: Shape;
  colour: string;
  persona?: string;
  actor?: string;
  actors_used: string[];
  status: TeamStatus;
  ready: boolean;
  present: boolean;
  seats: number;
  online: number;
  calling?: boolean;
}

export interface Solution {
  status: 'draft' | 'submitted';
  title: string;
  text: string;
  ict: string;
  needs_now: string;
  develops_later: string;
  persona?: string;
  actor?: string;
  place?: Place;
  places: Record<string, Place>;
  aspects: Record<string, Position>;
  actors: Record<string, string>;
  factors: Record<string, { change: number; consequence: string }>;
  submitted_at?: number;
  reopened?: boolean;
}

export interface Reading {
  count: number;
  enough: boolean;
  centre?: Place;
  /** Standard deviations along the main axes. */
  major?: number;
  minor?: number;
  /** Degrees, anticlockwise from the regulation axis. */
  angle?: number;
}
export interface Pulse extends Reading { state: 'open' | 'closed' | 'revealed' }

export type Direction = 'regulation+' | 'regulation-' | 'interest+' | 'interest-';
export interface Agreement { n: number; spread: number; nearer?: boolean; toward?: Direction[] }

/** By round, then by team. */
export type ByRound<T> = Record<string, T>;
export type ByTeam<T> = Record<string, T>;

export interface Board {
  revealed: number[];
  spotlight?: number;
  blank: boolean;
  prompt?: string;
  readings_revealed: number[];
  marks: ByRound<ByTeam<Place>>;
  readings: ByRound<ByTeam<Reading>>;
  agreement: ByRound<Agreement>;
  movement: ByRound<ByTeam<Place>>;
  recurring: { actors: Record<string, number>; factors: Record<string, { n: number; change: number }> };
  pulse: Partial<Record<'before' | 'after', Partial<Record<'now' | 'wanted', Pulse>>>>;
}

export interface Tags { dimension?: 'regulation' | 'interest'; factor?: string; actor?: string; team?: number; round?: number }
export interface Insight { text: string; tags: Tags; shown: boolean; phase: PhaseId; round?: number; at: number }

export interface Vote {
  state: 'idle' | 'open' | 'closed' | 'revealed';
  ballot: number;
  count: number;
  voters: number;
  candidates: { round: number; team: number; title: string }[];
  tally?: Record<string, number>;
  tie?: number[];
  winner?: number;
}

export type Circles = Record<string, Position>;
export interface Action { what: string; lead?: string; involved?: string; month?: string; state: Progress }
export interface Debrief {
  script?: string;
  step: number;
  current: Circles;
  ambition: Circles;
  subjects: Record<string, { current: Circles; ambition: Circles }>;
  quadrant?: string;
  checklist: Record<string, Progress>;
  texts: Record<string, string>;
  actions: Record<string, Action>;
}

export interface OwnSchool {
  name?: string;
  context?: string;
  vision?: string;
  building?: string;
  timetable?: string;
  team?: string;
  ict?: string;
  regulation?: number;
  interest?: number;
}

export interface QuestionResult {
  n: number;
  scale?: Record<string, number>;
  mean?: number;
  choices?: Record<string, number>;
  texts?: string[];
}
export interface Evaluation { count: number; results?: Record<string, QuestionResult> }

/** What this seat itself answered while that box is open. */
export interface Answer { box: string; person: number; regulation?: number; interest?: number; team?: number }
export interface Me { seat: string; team?: number; name?: string; answers: Answer[]; vote?: number; evaluated: number[] }

export interface View {
  session: SessionInfo;
  phase: Phase;
  timer: Timer;
  teams: ByTeam<Team>;
  solutions: ByRound<ByTeam<Solution>>;
  board: Board;
  insights: Record<string, Insight>;
  vote: Vote;
  debrief: Debrief;
  school: OwnSchool;
  evaluation: Evaluation;
  // For some audiences only.
  me?: Me;
  choices?: { personas: string[]; actors: string[] };
  members?: { seat: string; name?: string }[];
  seats?: Record<string, { name?: string; team?: number; online: boolean }>;
  notes?: Record<string, string>;
  bookmarks?: { label: string; seq: number; at: number; index: number }[];
  undo?: { what: string };
  calls?: number[];
}
