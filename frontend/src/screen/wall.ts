// The insights on the wall, newest first, in places of one size: a new one moves the others on, and nothing else.
import type { Insight, View } from '../live/view';

export interface Pinned { id: string; insight: Insight }
export interface Spot extends Pinned { row: number; column: number }

/** Newest first; those of the same moment in the order in which they were captured, last one first. */
export function shownInsights(view: View): Pinned[] {
  return Object.entries(view.insights).filter(([, insight]) => insight.shown).map(([id, insight], n) => ({ id, insight, n }))
    .sort((a, b) => b.insight.at - a.insight.at || b.n - a.n).map(({ id, insight }) => ({ id, insight }));
}

/** Where each of a page hangs, row by row. */
export function hang(all: Pinned[], page: number, columns: number, most: number): Spot[] {
  return all.slice(page * most, (page + 1) * most).map((pinned, n) => ({ ...pinned, row: Math.floor(n / columns), column: n % columns }));
}
