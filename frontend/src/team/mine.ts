// What the parts of a team's screen share: the view, the texts, which team this is, and its writing.
import { getContext, setContext } from 'svelte';
import type { Content } from '../live/content';
import type { DraftForm } from '../live/drafts.svelte';
import type { Session } from '../live/session.svelte';
import type { Solution, Team, View } from '../live/view';
import type { Way } from './instruments/ways';

export interface Mine {
  readonly session: Session;
  readonly view: View;
  readonly content: Content | undefined;
  readonly number: number;
  readonly team: Team;
  /** The camp of now, or the last one; 0 before the first. */
  readonly camp: number;
  /** The camp whose solution is on the table: this one, or a reopened one. */
  readonly round: number;
  readonly solution: Solution | undefined;
  readonly drafts: DraftForm;
  /** The facilitator opened an earlier solution again; `writing` while it lies on the table. */
  readonly reopened: boolean;
  writing: boolean;
  /** The instrument that lies on the table in the place of the task; 'all' is the choice between them. */
  tool: Way | 'all' | undefined;
  /** The factor whose paper card was put on the table, until the sheet has opened it. */
  asked: string | undefined;
}

/** Whether the team's own cards lie on its table. From the fire on the game is put away and people speak for themselves, unless they mend an earlier solution. */
export const hasCards = (mine: Mine): boolean =>
  mine.camp > 0 && !!(mine.team.persona || mine.team.actor) && (mine.writing || !['debrief', 'evaluate'].includes(mine.view.phase.id));

const KEY = Symbol('mine');

export const provideMine = (mine: Mine): Mine => setContext(KEY, mine);
export const useMine = (): Mine => getContext<Mine>(KEY);
