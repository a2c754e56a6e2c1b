// The day as the facilitator sees it: stops with minutes, and when it ends.
import { remaining } from '../live/timer';
import type { AgendaItem, Phase, PhaseId, Timer } from '../live/view';
import { inCamp } from '../parts/phase';

export interface Stop {
  key: string;
  kind: 'dot' | 'camp' | 'fire' | 'home';
  round?: number;
  /** Places on the agenda; a camp has several. */
  places: number[];
  minutes: number;
}

const KINDS: Partial<Record<PhaseId, Stop['kind']>> = { debrief: 'fire', closed: 'home' };

function stopOf(item: AgendaItem, place: number): Stop {
  const camp = inCamp(item.id);
  return {
    key: camp ? `camp-${item.round}` : `${item.id}-${place}`,
    kind: camp ? 'camp' : (KINDS[item.id] ?? 'dot'),
    round: camp ? (item.round ?? undefined) : undefined,
    places: [place],
    minutes: item.minutes,
  };
}

export function stops(agenda: AgendaItem[]): Stop[] {
  const all: Stop[] = [];
  agenda.forEach((item, place) => {
    const next = stopOf(item, place);
    const last = all.at(-1);
    if (last?.key !== next.key) return all.push(next);
    last.places.push(place);
    last.minutes += item.minutes;
  });
  return all;
}

/** A phase that was entered, as the log tells. */
export interface Entry { index: number; at: number }

export function readEntries(log: string): { entries: Entry[]; seq: number } {
  const events = log.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { seq: number; type: string; data: Partial<Entry> });
  const entered = events.filter((event) => event.type === 'phase_entered' && event.data.index !== undefined);
  return {
    entries: entered.map(({ data }) => ({ index: data.index ?? 0, at: data.at ?? 0 })),
    seq: events.at(-1)?.seq ?? 0,
  };
}

/** Whole minutes that a place on the agenda really took, visits added up. */
export function took(entries: Entry[], places: number[], now: number): number | undefined {
  let ms: number | undefined;
  entries.forEach((entry, turn) => {
    if (places.includes(entry.index)) ms = (ms ?? 0) + (entries[turn + 1]?.at ?? now) - entry.at;
  });
  return ms === undefined ? undefined : Math.max(1, Math.round(ms / 60_000));
}

const MINUTE = 60_000;
const minutesFrom = (agenda: AgendaItem[], from: number) => agenda.slice(from).reduce((sum, item) => sum + item.minutes, 0);

/** When the facilitator said that it begins and has to be over. */
export interface Times { starts_at?: number; ends_at?: number }

/** When the day ends if the rest goes as planned; from the lobby on, not before the hour at which it begins. */
export function expectedEnd(phase: Phase, timer: Timer, now: number, times: Times = {}): number {
  const from = phase.index === 0 ? Math.max(now, times.starts_at ?? 0) : now;
  return from + remaining(timer, now) + minutesFrom(phase.agenda, phase.index + 1) * MINUTE;
}

/** When it should end: as the facilitator said, else by the plan, counted from its begin or from leaving the lobby. */
export function plannedEnd(agenda: AgendaItem[], entries: Entry[], times: Times = {}): number | undefined {
  if (times.ends_at !== undefined) return times.ends_at;
  if (times.starts_at !== undefined) return times.starts_at + minutesFrom(agenda, 0) * MINUTE;
  const start = entries.find((entry) => entry.index > 0);
  return start && start.at + minutesFrom(agenda, start.index) * MINUTE;
}

/** Whole minutes later (or, below zero, earlier) than it should be. */
export function lateBy(phase: Phase, timer: Timer, entries: Entry[], now: number, times: Times = {}): number | undefined {
  const planned = plannedEnd(phase.agenda, entries, times);
  return planned === undefined ? undefined : Math.round((expectedEnd(phase, timer, now, times) - planned) / MINUTE);
}

const LEAST = 10_000;

/** When the day ends after this many seconds more or less on the clock; the server keeps ten seconds on it. */
export function endAfter(phase: Phase, timer: Timer, seconds: number, now: number, times: Times = {}): number {
  const left = remaining(timer, now);
  return expectedEnd(phase, timer, now, times) - left + Math.max(LEAST, left + seconds * 1000);
}
