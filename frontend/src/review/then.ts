// What lay on the compass at the chosen moment.
import { cloudsOf, pulseClouds, solutionMarks } from '../compass/marks';
import type { Cloud, Mark } from '../compass/types';
import type { Moment, PhaseId, View } from '../live/view';
import { inCamp } from '../parts/phase';

/** The camp that the compass is about: the one we are in, else the last one that has something. */
export function roundThen(view: View): number {
  if (inCamp(view.phase.id) && view.phase.round) return view.phase.round;
  return Math.max(0, ...Object.keys(view.solutions).map(Number));
}

/** Marks of all solutions that this audience saw; also sealed ones, for whoever may see those. */
export function marksThen(view: View): Mark[] {
  return solutionMarks(view, roundThen(view));
}

const MOMENTS: Partial<Record<PhaseId, Moment>> = { welcome: 'before', evaluate: 'after', closed: 'later' };

export function cloudsThen(view: View): Cloud[] {
  const moment = MOMENTS[view.phase.id];
  const pulse = moment ? pulseClouds(view, moment) : [];
  // Before the room is asked again, the closed day shows its last camp.
  return moment && (pulse.length || moment !== 'later') ? pulse : cloudsOf(view, roundThen(view));
}
