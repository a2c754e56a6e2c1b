import type { Content } from '../../live/content';

export type Data = Record<string, unknown>;

/** What the sentences need to know besides the event itself. */
export interface Teller {
  content?: Content;
  team: (number: number) => string;
  /** The place of an index on the agenda: 'Kamp 2, Werken'. */
  place: (index: number) => string;
  /** The title of a solution as it stood then. */
  title: (round: number, team: number) => string;
}
export type Maker = (data: Data, teller: Teller) => string;

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const count = (value: unknown): number => (typeof value === 'number' ? value : 0);
