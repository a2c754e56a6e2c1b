// The measurement of the own school: now and as wanted, before and after.
import type { Moment, View, When } from '../../live/view';

export type PulseName = When;

export const pulseBox = (moment: Moment, name: PulseName): string => `pulse:${moment}:${name}`;

export function openPulses(view: View, moment: Moment): PulseName[] {
  return (['now', 'wanted'] as const).filter((name) => view.board.pulse[moment]?.[name]?.state === 'open');
}

export function pulseRevealed(view: View, moment: Moment): boolean {
  return (['now', 'wanted'] as const).some((name) => view.board.pulse[moment]?.[name]?.state === 'revealed');
}
