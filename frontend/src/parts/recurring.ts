// What comes back over the camps: who names which actor or factor, and which way a factor goes. Only how often, never how well.
import { t, tn } from '../i18n';
import type { Content } from '../live/content';
import type { View } from '../live/view';

export type Way = 'more' | 'less' | 'both' | 'same';
export interface Recurring {
  kind: 'actor' | 'factor';
  id: string;
  name: string;
  /** By round: the teams whose solution names it. */
  camps: Record<string, number[]>;
  /** In how many solutions. */
  n: number;
  /** Factors only. */
  way?: Way;
}

export const wayWords = (way: Way): string =>
  ({ more: t('wordt meer'), less: t('wordt minder'), both: t('verschilt per oplossing'), same: t('blijft gelijk') })[way];

function wayOf(changes: number[]): Way {
  const [up, down] = [changes.some((change) => change > 0), changes.some((change) => change < 0)];
  return up && down ? 'both' : up ? 'more' : down ? 'less' : 'same';
}

/** The rounds whose solutions lie open. */
export const openRounds = (view: View): number[] => [...view.board.revealed].sort((a, b) => a - b);

function gather(view: View, part: 'actors' | 'factors'): Map<string, { camps: Record<string, number[]>; changes: number[] }> {
  const found = new Map<string, { camps: Record<string, number[]>; changes: number[] }>();
  for (const round of openRounds(view)) {
    for (const [team, solution] of Object.entries(view.solutions[round] ?? {})) {
      for (const id of Object.keys(solution[part])) {
        const held = found.get(id) ?? { camps: {}, changes: [] };
        (held.camps[round] ??= []).push(Number(team));
        if (part === 'factors') held.changes.push(solution.factors[id]?.change ?? 0);
        found.set(id, held);
      }
    }
  }
  return found;
}

/** Most often first; what is named as often stands in the pack's order. */
export function recurring(view: View, content: Content | undefined, kind: 'actor' | 'factor'): Recurring[] {
  const section = `${kind}s` as const;
  const order = Object.keys(content?.[section] ?? {});
  return [...gather(view, section)].map(([id, { camps, changes }]) => ({
    kind, id, name: content?.[section][id]?.name ?? id, camps,
    n: Object.values(camps).reduce((sum, teams) => sum + teams.length, 0), ...(kind === 'factor' ? { way: wayOf(changes) } : {}),
  })).sort((a, b) => b.n - a.n || order.indexOf(a.id) - order.indexOf(b.id));
}

/** One line for whoever hears it, or reads it without the drawing. */
export function recurringWords(one: Recurring): string {
  const often = tn('{name}: in {n} oplossing', '{name}: in {n} oplossingen', one.n, { name: one.name });
  return one.way ? t('{often}, {way}', { often, way: wayWords(one.way) }) : often;
}
