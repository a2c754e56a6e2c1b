// Which keys this device uses: one's own instead of the usual, or none at all.
import type { Keep } from '../live/storage';
import { ACTS, type KeyAct, keysOf, type OwnKeys } from './keys';

const NAME = 'maatwerk:keys';

interface Kept { on: boolean; own: OwnKeys }

function read(text: string | null): Kept {
  try {
    const kept = JSON.parse(text ?? '{}') as Partial<Kept>;
    const own = Object.entries(kept.own ?? {}).filter(([act, key]) => ACTS.includes(act as KeyAct) && typeof key === 'string' && key.length === 1);
    return { on: kept.on !== false, own: Object.fromEntries(own) };
  } catch {
    return { on: true, own: {} };
  }
}

export class Keymap {
  #kept = $state<Kept>({ on: true, own: {} });
  readonly #keep: Keep;

  constructor(keep: Keep) {
    this.#keep = keep;
    this.#kept = read(keep.get(NAME));
  }

  /** Off for those whose voice or switch types letters by accident. */
  get on(): boolean {
    return this.#kept.on;
  }

  get own(): OwnKeys {
    return this.#kept.own;
  }

  /** For `aria-keyshortcuts`: what a reader says about a button. */
  shortcut(act: KeyAct): string | undefined {
    if (!this.on) return undefined;
    return keysOf(act, this.own).map((key) => (key === ' ' ? 'Space' : key.toUpperCase())).join(' ');
  }

  turn(on: boolean): void {
    this.#set({ ...this.#kept, on });
  }

  use(act: KeyAct, key: string): void {
    this.#set({ ...this.#kept, own: { ...this.#kept.own, [act]: key.toLowerCase() } });
  }

  usual(): void {
    this.#set({ on: true, own: {} });
  }

  #set(kept: Kept): void {
    this.#kept = kept;
    this.#keep.set(NAME, JSON.stringify(kept));
  }
}
