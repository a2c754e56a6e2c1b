// What the projector would show after a step: asked of the server, which makes the same view as it would really send.
import type { Session } from '../../live/session.svelte';
import type { View } from '../../live/view';
import type { What } from '../next';
import type { Wish } from '../steps';

/** `held`: what stays covered until it is really revealed. */
export interface Seen { view: View; held?: What }

const PATIENCE = 150;

export class Looking {
  seen = $state.raw<Seen | undefined>();
  readonly #session: Session;
  #turn = 0;

  constructor(session: Session, wish: () => Wish) {
    this.#session = session;
    const asked = $derived(JSON.stringify({ id: 'ahead', type: wish().type, ...wish().fields }));
    // What the projector shows follows from these. A team that types changes none of them, and is not asked about again.
    const phase = $derived(session.view?.phase);
    const board = $derived(session.view?.board);
    const vote = $derived(session.view?.vote);
    const debrief = $derived(session.view?.debrief);
    const teams = $derived(JSON.stringify(Object.values(session.view?.teams ?? {}).map((one) => [one.name, one.persona, one.actor])));
    $effect(() => {
      void [phase, board, vote, debrief, teams];
      const body = asked;
      const timer = setTimeout(() => void this.#look(body), PATIENCE);
      return () => clearTimeout(timer);
    });
  }

  async #look(body: string): Promise<void> {
    const turn = ++this.#turn;
    let seen: Seen | undefined;
    try {
      const answer = await fetch(`/api/v1/sessions/${this.#session.code}/preview`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      if (answer.ok) seen = (await answer.json()) as Seen;
    } catch {
      // Without a line there is no picture; the step itself cannot be taken either.
    }
    if (turn === this.#turn) this.seen = seen;
  }
}
