// In which camp we are, or were last.
import type { Phase, View } from '../live/view';

/** The camp of this phase, else the last one that was entered; undefined before the first. */
export function campOf({ round, agenda, index }: Pick<Phase, 'round' | 'agenda' | 'index'>): number | undefined {
  const passed = agenda.slice(0, index + 1).flatMap((item) => item.round ?? []);
  return round ?? passed.at(-1);
}

/** When the break is over, in ms: the clock's end, else entering plus the minutes of the plan. */
export function returnTime(view: Pick<View, 'phase' | 'timer'>): number {
  const minutes = view.phase.agenda[view.phase.index]?.minutes ?? 0;
  return view.timer.ends_at ?? view.phase.entered_at + minutes * 60_000;
}

/** The other teams whose solution of this round can be read, in their own order. */
export function othersIn(view: View, round: number, own: number): number[] {
  return Object.keys(view.solutions[round] ?? {}).map(Number).filter((team) => team !== own);
}
