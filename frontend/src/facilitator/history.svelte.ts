// How the day went so far: the phases as the log tells, asked again at each step.
import type { Session } from '../live/session.svelte';
import { type Entry, readEntries } from './plan';

export class History {
  entries = $state.raw<Entry[]>([]);
  #seq = 0;
  readonly #code: string;

  constructor(session: Session) {
    this.#code = session.code;
    // A step changes this; whatever else happens in the room does not.
    const step = $derived(session.online ? session.view?.phase.entered_at : undefined);
    $effect(() => {
      if (step) void this.#read();
    });
  }

  async #read(): Promise<void> {
    try {
      const answer = await fetch(`/api/v1/sessions/${this.#code}/log?after=${this.#seq}`);
      if (!answer.ok) return;
      const { entries, seq } = readEntries(await answer.text());
      this.#seq = Math.max(this.#seq, seq);
      this.entries = [...this.entries, ...entries.filter((entry) => !this.entries.some((known) => known.at === entry.at))];
    } catch {
      // Without the log the plan only shows planned minutes.
    }
  }
}
