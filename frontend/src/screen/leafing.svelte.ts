// Where this screen is leafed to. It forgets that as soon as the session takes a step: the room follows the facilitator.
import { getContext, setContext } from 'svelte';
import type { View } from '../live/view';
import { type Leaf, leavesOf, nameOf, stepOf } from './leaves';

const HERE: Leaf = { kind: 'now' };

export class Leafing {
  #view: () => View | undefined;
  #most: () => number;
  #at = $state({ name: 'now', step: '' });
  leaves: Leaf[] = $derived.by(() => { const view = this.#view(); return view ? leavesOf(view, this.#most()) : [HERE]; });
  #step = $derived.by(() => { const view = this.#view(); return view ? stepOf(view) : ''; });
  leaf: Leaf = $derived.by(() => (this.#at.step === this.#step && this.leaves.find((leaf) => nameOf(leaf) === this.#at.name)) || HERE);
  number = $derived.by(() => this.leaves.findIndex((leaf) => nameOf(leaf) === nameOf(this.leaf)));

  constructor(view: () => View | undefined, most: () => number) {
    [this.#view, this.#most] = [view, most];
  }

  get away(): boolean {
    return this.leaf.kind !== 'now';
  }

  /** One on, or one back; it stops at both ends. */
  turn(by: 1 | -1): void {
    const next = this.leaves[Math.max(0, Math.min(this.leaves.length - 1, this.number + by))];
    if (next) this.#at = { name: nameOf(next), step: this.#step };
  }

  home(): void {
    this.#at = { name: 'now', step: '' };
  }
}

const KEY = Symbol('leafing');
export const provideLeafing = (leafing: Leafing): Leafing => setContext(KEY, leafing);
export const useLeafing = (): Leafing => getContext<Leafing>(KEY);
