// What the clock shows. The server keeps time; browsers only count down to its `ends_at`.
import type { Timer } from './view';

export type ClockState = Timer['state'];

export function remaining(timer: Timer, now: number): number {
  if (timer.state !== 'running' || timer.ends_at === undefined) return Math.max(0, timer.remaining_ms);
  return Math.max(0, timer.ends_at - now);
}

/** Share of the time that is left, 0..1: where the sun stands. */
export function share(timer: Timer, now: number): number {
  if (timer.state === 'idle') return 1;
  const whole = Math.max(timer.planned_ms, remaining(timer, now), 1);
  return remaining(timer, now) / whole;
}

/** Whole seconds, rounded up: '0:01' until it is really over. */
export function clockText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** How long until the digits change, so that all screens change at the same moment. */
export function untilNext(timer: Timer, now: number): number {
  const left = remaining(timer, now);
  return left % 1000 || 1000;
}
