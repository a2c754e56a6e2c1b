// Every command and its fields (docs/protocol.md): what `session.send` takes.
import type { Instrument, Moment, OwnSchool, PhaseId, Position, Progress, Scan, Shown, SpeakersBy, Tags, When } from './view';

type Axes = { regulation: number; interest: number };
type InRound = { round?: number };
type AsPerson = { person?: number };
type PulseName = { pulse: When };
type InNetwork = { when: When };
export type ActionKind = 'action' | 'question' | 'meeting';

export interface DraftFields { title?: string; text?: string; ict?: string; needs_now?: string; develops_later?: string }

/** A team's own network, or the school's when the facilitator sends them. Nodes are ids of an actor or a factor. */
export interface NetworkCommands {
  connect: InNetwork & { source: string; target: string; how?: string };
  disconnect: InNetwork & { source: string; target: string };
  /** An empty text takes the description away. */
  describe_node: InNetwork & { node: string; text: string };
}

/** A team's own commands; the facilitator may send them for a team with `edit_for_team`. */
export interface TeamCommands extends NetworkCommands {
  rename_team: { name: string };
  pick_persona: { persona: string };
  pick_actor: { actor: string };
  /** `base`: per field the seq this device last saw; a later write by a partner gives `conflict`. */
  edit_text: InRound & { update: string; team?: number };
  write_draft: InRound & { fields: DraftFields; base?: Record<string, number> };
  /** `source`: keyed in from the paper board, or laid here, which need not be said. */
  place: InRound & Axes & { aspect?: string; subject?: string; source?: 'paper' | 'screen' };
  /** Where the team would lay it as itself, not as the actor that it plays. */
  place_self: InRound & Axes & { source?: 'paper' | 'screen' };
  /** After the reveal of this round; back to the sealed mark takes it back. */
  shift: InRound & Axes & { source?: 'paper' | 'screen' };
  set_aspect: InRound & { aspect: string; position: Position };
  link_actor: InRound & { actor: string; does: string };
  link_factor: InRound & { factor: string; change: number; consequence: string };
  unlink: InRound & { kind: 'actor' | 'factor' | 'aspect' | 'place' | 'self'; target: string };
  submit_solution: InRound;
  withdraw_solution: InRound;
  ready: { on: boolean };
  call_facilitator: { on: boolean };
}

export interface SeatCommands extends TeamCommands {
  join_team: { team: number };
  place_pulse: AsPerson & PulseName & Axes;
  read_solution: AsPerson & Axes & { team: number };
  vote: { team: number };
  vote_dilemma: { option: string };
  evaluate: AsPerson & { answers: Record<string, number | string> };
}

type ForTeam = { [T in keyof TeamCommands]: { type: T } & TeamCommands[T] }[keyof TeamCommands];

export interface DebriefFields {
  script?: string;
  step?: number;
  current?: Record<string, Position>;
  ambition?: Record<string, Position>;
  subject?: string;
  quadrant?: string;
  checklist?: Record<string, Progress>;
  texts?: Record<string, string>;
  scan?: Scan;
}

export interface FacilitatorCommands extends NetworkCommands {
  go: { phase: PhaseId; round?: number };
  timer: { action: 'start' | 'pause' | 'resume' | 'stop' | 'extend'; seconds?: number };
  assign: { team: number; persona?: string; actor?: string };
  move_seat: { seat: string; team: number };
  remove_seat: { seat: string };
  set_present: { team: number; present: boolean };
  spotlight: { team?: number };
  /** Without `by` the screens suggest an order again. */
  order_speakers: { by?: SpeakersBy };
  reveal: { what: 'solutions' | 'readings' | 'pulse' | 'vote' | 'dilemma' };
  blank: { on: boolean };
  prompt: { prompt?: string };
  reopen_solution: { team: number; round: number };
  edit_for_team: { team: number; command: ForTeam };
  open_pulse: PulseName;
  close_pulse: PulseName;
  capture_insight: { text: string; tags: Tags };
  edit_insight: { insight: string; text?: string; tags?: Tags; shown?: boolean };
  drop_insight: { insight: string };
  note: { text: string; index?: number; before?: string };
  bookmark: { label: string };
  open_vote: object;
  close_vote: object;
  break_tie: { team: number };
  add_action: { kind?: ActionKind; what: string; lead?: string; involved?: string; month?: string };
  edit_action: { action: string; what?: string; lead?: string; involved?: string; month?: string; state?: Progress };
  set_school: OwnSchool;
  set_debrief: DebriefFields;
  switch_instrument: { instrument: Instrument; on: boolean };
  /** Without an instrument: take away what is shown. */
  show_instrument: { instrument?: Shown; team?: number };
  /** An empty text for now or wanted clears it. */
  set_profile: { question: string; now?: string; wanted?: string; next?: string };
  /** All empty: the slot is gone. */
  set_slot: { moment: Moment; title: string; text: string; url: string };
  settle_dilemma: { option: string };
  set_title: { title: string };
  /** What is left out is not set any more. */
  set_times: { starts_at?: number; ends_at?: number };
  mark_rehearsal: object;
  undo: object;
  close_session: object;
}

export type Commands = SeatCommands & FacilitatorCommands;
export type CommandType = keyof Commands;
