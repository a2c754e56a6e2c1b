// From a step on the signpost to the command that takes it.
import type { Commands, CommandType } from '../live/protocol';
import type { Asking } from './asking.svelte';
import type { Step } from './next';

/** A command that could be sent: to be taken, or only looked at beforehand. */
export type Wish = { [T in CommandType]: { type: T; fields: Commands[T] } }[CommandType];

export function wishOf(step: Step): Wish {
  switch (step.kind) {
    case 'go': return { type: 'go', fields: { phase: step.phase, ...(step.round ? { round: step.round } : {}) } };
    case 'reveal': return { type: 'reveal', fields: { what: step.what } };
    case 'open_vote': return { type: 'open_vote', fields: {} };
    case 'close_vote': return { type: 'close_vote', fields: {} };
    case 'close': return { type: 'close_session', fields: {} };
  }
}

export const take = (asking: Asking, step: Step): Promise<boolean> => {
  const { type, fields } = wishOf(step);
  return asking.send(type, fields);
};
