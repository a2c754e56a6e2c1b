// The keys of a page as this device uses them: own ones instead of the usual, or no letters at all.
import type { Keep } from '../live/storage';
import { actFor, keepChoice, type KeyChoice, keysOf, type KeyTable, type Pressed, readChoice, rebind } from './keys';

export class Keymap<Act extends string> {
  readonly table: KeyTable<Act>;
  readonly #keep: Keep;
  readonly #name: string;
  #choice = $state.raw<KeyChoice<Act>>({ own: {}, on: true });

  /** `name`: where it is kept on this device. */
  constructor(keep: Keep, name: string, table: KeyTable<Act>) {
    [this.table, this.#keep, this.#name] = [table, keep, name];
    this.#choice = readChoice(keep, name);
  }

  /** Off for those whose voice or switch types letters by accident. */
  get on(): boolean {
    return this.#choice.on;
  }

  get changed(): boolean {
    return Object.keys(this.#choice.own).length > 0;
  }

  act(event: Pressed): Act | undefined {
    return actFor(this.table, this.#choice, event, document.activeElement);
  }

  keys(act: Act): readonly string[] {
    return keysOf(this.table, this.#choice, act);
  }

  turn(on: boolean): void {
    this.#set({ ...this.#choice, on });
  }

  use(act: Act, key: string): void {
    this.#set(rebind(this.#choice, act, key));
  }

  usual(): void {
    this.#set({ own: {}, on: true });
  }

  #set(choice: KeyChoice<Act>): void {
    this.#choice = choice;
    keepChoice(this.#keep, this.#name, choice);
  }
}
