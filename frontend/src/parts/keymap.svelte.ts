// Which keys this device uses on a page: own ones instead of the usual, or none of one sign at all.
import type { Keep } from '../live/storage';
import { actOf, isSign, type KeyChoice, keysOf, type KeyTable, type Pressed, readChoice, shortcut, takenBy, withOwn } from './keys';

export class Keymap<Act extends string> {
  readonly acts: Act[];
  /** Which keys may be chosen here. */
  readonly may: (key: string) => boolean;
  readonly #table: KeyTable<Act>;
  readonly #keep: Keep;
  readonly #name: string;
  #choice = $state.raw<KeyChoice<Act>>({ own: {}, on: true });

  /** `name`: where it is kept on this device. */
  constructor(keep: Keep, name: string, table: KeyTable<Act>, may: (key: string) => boolean = isSign) {
    [this.#keep, this.#name, this.#table, this.may] = [keep, name, table, may];
    this.acts = Object.keys(table) as Act[];
    this.#choice = readChoice(keep, name, table);
  }

  /** Off for those whose voice or switch types letters by accident. */
  get on(): boolean {
    return this.#choice.on;
  }

  keys(act: Act): readonly string[] {
    return keysOf(this.#table, this.#choice, act);
  }

  act(event: Pressed): Act | undefined {
    return actOf(this.#table, this.#choice, event, document.activeElement);
  }

  takenBy(key: string): Act | undefined {
    return takenBy(this.#table, this.#choice, key);
  }

  /** For `aria-keyshortcuts`. */
  shortcut(act: Act): string | undefined {
    return this.on ? shortcut(this.keys(act)) : undefined;
  }

  turn(on: boolean): void {
    this.#set({ ...this.#choice, on });
  }

  use(act: Act, key: string): void {
    this.#set(withOwn(this.#choice, act, key));
  }

  usual(): void {
    this.#set({ own: {}, on: true });
  }

  #set(choice: KeyChoice<Act>): void {
    this.#choice = choice;
    this.#keep.set(this.#name, JSON.stringify(choice));
  }
}
