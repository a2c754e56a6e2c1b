// One place where somebody acts: sends, and keeps the refusal for next to that place.
import type { Commands, CommandType } from '../live/protocol';
import { type Session, useSession } from '../live/session.svelte';

export class Asking {
  message = $state<string | undefined>();
  busy = $state(false);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** True when it is on disk. */
  send = async <T extends CommandType>(type: T, fields: Commands[T]): Promise<boolean> => {
    this.busy = true;
    const outcome = await this.#session.send(type, fields);
    this.busy = false;
    this.message = outcome.ok ? undefined : outcome.message;
    return outcome.ok;
  };

  forget = (): void => {
    this.message = undefined;
  };
}

export const useAsking = (): Asking => new Asking(useSession());
