// Pressed twice is meant once: who sees nothing happen yet presses again, and would send the same wish twice.
import type { CommandType, Outcome } from './protocol';

/** The room rests 50 ms before it shows what happened, a slow device 400 ms before it draws. In ms after the answer. */
export const UNSEEN_MS = 500;

interface Asked {
  fields: string;
  outcome: Promise<Outcome>;
  /** When it was on disk, and as which event; undefined until the answer came. */
  done?: { at: number; seq: number };
}

interface Watched {
  /** The seq of what is on the screen. */
  shown: () => number;
  now?: () => number;
}

export class Once {
  #last = new Map<CommandType, Asked>();
  readonly #shown: () => number;
  readonly #now: () => number;

  constructor({ shown, now }: Watched) {
    this.#shown = shown;
    this.#now = now ?? (() => performance.now());
  }

  /** Sends a wish; when the last of its kind was the very same and nobody could see yet what came of it, gives the answer to that one. */
  ask(type: CommandType, fields: object, send: () => Promise<Outcome>): Promise<Outcome> {
    const words = JSON.stringify(fields);
    const last = this.#last.get(type);
    if (last?.fields === words && !adds(type, fields) && this.#unseen(last)) return last.outcome;
    const asked: Asked = { fields: words, outcome: send() };
    this.#last.set(type, asked);
    void asked.outcome.then((outcome) => {
      if (outcome.ok) asked.done = { at: this.#now(), seq: outcome.seq };
      else if (this.#last.get(type) === asked) this.#last.delete(type);
    });
    return asked.outcome;
  }

  /** Not every event changes what this screen shows, so it is never waited for longer than a patch may take. */
  #unseen({ done }: Asked): boolean {
    return !done || (this.#shown() < done.seq && this.#now() < done.at + UNSEEN_MS);
  }
}

/** Said twice, more time is twice as much. */
const adds = (type: CommandType, fields: { action?: string }): boolean => type === 'timer' && fields.action === 'extend';
