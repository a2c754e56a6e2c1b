// One act of a person: send it, and keep what the server said about it beside the button.
import type { Commands, CommandType } from '../live/commands';
import { useSession } from '../live/session.svelte';

export interface Acting {
  /** What to say to the person; empty when all went well. */
  readonly message: string;
  /** Which part of what was sent is to blame, if one is. */
  readonly field?: string;
  readonly busy: boolean;
  act<T extends CommandType>(type: T, fields: Commands[T]): Promise<boolean>;
  clear(): void;
}

/** Call in a component's script. */
export function acting(): Acting {
  const session = useSession();
  let message = $state('');
  let field = $state<string>();
  let busy = $state(false);

  async function act<T extends CommandType>(type: T, fields: Commands[T]): Promise<boolean> {
    [message, busy] = ['', true];
    const outcome = await session.send(type, fields);
    busy = false;
    if (!outcome.ok) ({ message, field } = outcome);
    return outcome.ok;
  }
  return { get message() { return message; }, get field() { return message ? field : undefined; }, get busy() { return busy; }, act, clear: () => (message = '') };
}
