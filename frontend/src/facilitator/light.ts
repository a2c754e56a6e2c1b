// The spotlight: tap a team to light it, tap again to let it go.
import type { View } from '../live/view';

export const spotlit = (view: View, team: number): { team?: number } => (view.board.spotlight === team ? {} : { team });
