// Follows one session: welcome, then patches in a chain of seq and prev. A broken chain asks for a new welcome.
import { merge } from './merge';
import type { Patch, Resumed, View, Welcome } from './protocol';

export class Follower {
  view: View | undefined;
  seq = 0;
  /** Right after `resumed` the first patch may hang on what we had, or on what the server has. */
  #had: number | undefined;
  #lost = false;

  /** What `hello` tells the server about what we have. */
  get after(): number | undefined {
    return this.view && !this.#lost ? this.seq : undefined;
  }

  welcome(frame: Welcome): void {
    this.view = frame.view;
    this.seq = frame.seq;
    this.#had = undefined;
    this.#lost = false;
  }

  resumed(frame: Resumed): void {
    this.#had = this.seq;
    this.seq = frame.seq;
  }

  /** False: this patch does not fit on what we have, ask `resync`. */
  patch(frame: Patch): boolean {
    if (this.#lost) return true; // the welcome that mends it is on its way
    if (!this.view || (frame.prev !== this.seq && frame.prev !== this.#had)) {
      this.#lost = true;
      return false;
    }
    this.view = merge(this.view, frame.merge);
    this.#had = frame.seq < this.seq ? frame.seq : undefined;
    this.seq = Math.max(this.seq, frame.seq);
    return true;
  }
}
