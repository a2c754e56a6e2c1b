// What lies on a compass. Places are -100..100 on both axes.
import type { Place } from '../live/view';

export interface Mark extends Place {
  round: number;
  team: number;
  name: string;
  /** Of this round: filled, with its name. Earlier: hollow, with the round's digit. */
  now: boolean;
  /** Id of the actor that the team played. */
  actor?: string;
  /** Where the team lays it as itself, next to the mark as the actor that it plays. */
  self?: Place;
  /** Where the discussion brought it after the reveal. */
  shift?: Place;
}

/** Which solution a mark stands for. */
export interface MarkId { round: number; team: number }

/** The room's reading of one solution: centre and spread only, never a dot per person. */
export interface Cloud {
  team: number;
  /** Written at its centre; only for a cloud without a mark of its own. */
  name?: string;
  count: number;
  enough: boolean;
  centre?: Place;
  major?: number;
  minor?: number;
  angle?: number;
}
