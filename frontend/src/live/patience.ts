// Which commands still mean the same when they arrive later.
import type { Patience } from './outbox';
import type { CommandType } from './protocol';

/** Steering belongs to its moment: a `go` that arrives ten minutes late would throw the room back. */
const SOON: ReadonlySet<CommandType> = new Set<CommandType>([
  'go', 'timer', 'spotlight', 'order_speakers', 'reveal', 'blank', 'prompt', 'reopen_solution', 'open_pulse', 'close_pulse',
  'open_vote', 'close_vote', 'break_tie', 'settle_dilemma', 'show_instrument', 'undo', 'close_session',
  'remove_seat', 'move_seat', 'join_team', 'ready',
]);

export function patienceOf(type: CommandType): Patience {
  return SOON.has(type) ? 'soon' : 'kept';
}
