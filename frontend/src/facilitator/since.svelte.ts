// Since when something holds, as far as this screen saw: for 'Alle vier klaar, sinds 40 seconden'.
import type { Session } from '../live/session.svelte';

const SETTLED = 5000;

export class Since {
  #at = $state<number | undefined>();
  readonly #session: Session;

  constructor(session: Session, holds: () => boolean) {
    this.#session = session;
    $effect(() => {
      const now = holds();
      this.#at = now ? (this.#at ?? session.now()) : undefined;
    });
  }

  /** Whole seconds; undefined until it has held for a moment. */
  get seconds(): number | undefined {
    if (this.#at === undefined) return undefined;
    const ms = this.#session.tick - this.#at;
    return ms < SETTLED ? undefined : Math.floor(ms / 1000);
  }
}
