// Small choices of this device that survive a reload: which page of the sheet, an own note.
import { useSession } from '../live/session.svelte';

export interface Remembered<T extends string> { value: T }

/** `name` may change: another name is another memory. */
export function remembered<T extends string>(name: () => string, usual: T): Remembered<T> {
  const session = useSession();
  let version = $state(0);
  const key = () => `maatwerk:seat:${session.code}:${name()}`;
  return {
    get value() {
      void version;
      return (session.keep.get(key()) as T | null) ?? usual;
    },
    set value(next: T) {
      if (next === usual) session.keep.remove(key());
      else session.keep.set(key(), next);
      version++;
    },
  };
}
