// The view: what one audience may see (docs/protocol.md, 'The view'). Keys marked ? may be left out.

export type PhaseId =
  | 'lobby' | 'welcome' | 'choose' | 'work' | 'reveal' | 'discuss'
  | 'break' | 'vote' | 'debrief' | 'evaluate' | 'closed';
export type Shape = 'circle' | 'triangle' | 'square' | 'kite';
export type TeamStatus = 'empty' | 'absent' | 'waiting' | 'choosing' | 'chosen' | 'writing' | 'submitted';
export type Position = -1 | 0 | 1;
export type Progress = 'open' | 'started' | 'done';

/** The instruments around the game, in the order of `session.instruments`. */
export const INSTRUMENTS = [
  'pulse', 'guide', 'checklist', 'network', 'teacher_profile', 'school_profile', 'flexscan', 'indicators', 'learning_network', 'questionnaire',
] as const;
export type Instrument = (typeof INSTRUMENTS)[number];
/** What the whole session gathered, on one wall: no instrument, always there. */
export type Wall = 'insights' | 'recurring';
/** Those that have something for the projector. */
export type Shown = 'network' | 'school_profile' | 'indicators' | 'learning_network' | Wall;
/** In which order solutions are told: furthest from the others first, read most differently first, or around the tables. */
export type SpeakersBy = 'distance' | 'reading' | 'table';
/** Before the game, after it, and 6 to 12 weeks later. */
export type Moment = 'before' | 'after' | 'later';
export type When = 'now' | 'wanted';

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
  /** Which instruments are on. */
  instruments: Instrument[];
  /** When it begins and has to be over, in ms, where the facilitator said so. */
  starts_at?: number;
  ends_at?: number;
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
  /** The team's mark as the actor that it plays. */
  place?: Place;
  /** Where the team lays it as itself. */
  self?: Place;
  /** Where the discussion brought it; `place` stays what was sealed. */
  shift?: Place;
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
/** `same`: the spreads hardly differ, so it is neither nearer nor further. */
export interface Agreement { n: number; spread: number; nearer?: boolean; same?: boolean; toward?: Direction[] }
/** The agreement with the marks as they lie after the discussion, against those that were sealed. */
export interface AfterTalk extends Omit<Agreement, 'toward'> { shifted: number }

/** By round, then by team. */
export type ByRound<T> = Record<string, T>;
export type ByTeam<T> = Record<string, T>;

export interface Board {
  revealed: number[];
  spotlight?: number;
  /** Left out as long as the facilitator leaves the order to the screens. */
  order?: SpeakersBy;
  blank: boolean;
  prompt?: string;
  readings_revealed: number[];
  marks: ByRound<ByTeam<Place>>;
  /** Of revealed rounds; these three only where there are any. */
  selves?: ByRound<ByTeam<Place>>;
  shifts?: ByRound<ByTeam<Place>>;
  after?: ByRound<AfterTalk>;
  readings: ByRound<ByTeam<Reading>>;
  agreement: ByRound<Agreement>;
  movement: ByRound<ByTeam<Place>>;
  recurring: { actors: Record<string, number>; factors: Record<string, { n: number; change: number }> };
  pulse: Partial<Record<Moment, Partial<Record<When, Pulse>>>>;
  /** The instrument that the facilitator shows; `team` only with a team's network. */
  shown?: { instrument: Shown; team?: number };
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
/** FlexScan: known results, and where they came from. */
export interface Scan { now?: Place; wanted?: Place; source?: string }
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
  /** The learning network: questions to take along, and follow-up meetings. */
  questions: Record<string, Action>;
  meetings: Record<string, Action>;
  scan?: Scan;
}

/** Source influences target; both are ids of an actor or a factor. */
export interface Link { source: string; target: string; how?: string }
/** `nodes`: what is said about an actor or factor, by its id. */
export interface NetworkSide { nodes: Record<string, string>; links: Link[] }
export type Network = Record<When, NetworkSide>;

/** One question of the school profile: the stage now, the stage wanted, and the own next step. */
export interface ProfileAnswer { now?: string; wanted?: string; next?: string }

/** Where a school's or researcher's own questionnaire or concept map hangs. */
export interface Slot { title?: string; text?: string; url?: string }

export interface Dilemma {
  id: string;
  state: 'open' | 'revealed';
  count: number;
  voters: number;
  tally?: Record<string, number>;
  tie?: string[];
  chosen?: string;
}
/** Both left out as long as the indicator mode is off. */
export interface Indicators { values?: Record<string, number>; dilemmas?: ByRound<Dilemma> }

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
export interface Me { seat: string; team?: number; name?: string; answers: Answer[]; vote?: number; dilemma?: string; evaluated: number[] }

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
  /** By owner: 'school' or a team's number; only those that this audience may see. */
  networks: Record<string, Network>;
  profile: Record<string, ProfileAnswer>;
  slots: Partial<Record<Moment, Slot>>;
  indicators: Indicators;
  // For some audiences only.
  me?: Me;
  choices?: { personas: string[]; actors: string[] };
  members?: { seat: string; name?: string; bot?: true }[];
  seats?: Record<string, { name?: string; team?: number; online: boolean; bot?: true }>;
  /** The bots that play now; left out when there are none. */
  rehearsal?: { teams: number[]; speed: number; paused: boolean; leader: boolean };
  notes?: Record<string, string>;
  bookmarks?: { label: string; seq: number; at: number; index: number }[];
  undo?: { what: string };
  calls?: number[];
  /** How many devices have a console open, for the facilitator. */
  consoles?: { leads?: number; cofacilitators?: number };
  /** When a team last worked on its solution (ms), for the facilitator. */
  worked?: ByTeam<number>;
}
