// A slow device cannot draw each of thirty changes a second: it shows the newest when it has got its breath back.

/** Of its time, a device spends one part in this many on taking in what changed; the rest is for what moves and for who types. */
const PARTS = 20;
/** However slow the device: nobody waits longer than this for what happened. In ms. */
const LONGEST = 400;

interface Asked {
  /** Shows the newest; what it did not get done when it returns, is not counted. */
  show: () => void;
  now?: () => number;
  /** Told when something waits to be shown, and when nothing does any more. */
  onwaiting?: (waits: boolean) => void;
}

export class Breath {
  readonly #asked: Asked;
  readonly #now: () => number;
  #free = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(asked: Asked) {
    this.#asked = asked;
    this.#now = asked.now ?? (() => performance.now());
  }

  /** Something changed: it is shown at once after a quiet time, and otherwise together with what follows. */
  changed(): void {
    if (this.#timer !== undefined) return;
    const wait = this.#free - this.#now();
    if (wait <= 0) return this.show();
    this.#timer = setTimeout(() => this.show(), wait);
    this.#asked.onwaiting?.(true);
  }

  /** Now, whatever was spent. */
  show(): void {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#asked.onwaiting?.(false);
    }
    const from = this.#now();
    this.#asked.show();
    this.#free = from + Math.min(LONGEST, (this.#now() - from) * PARTS);
  }
}
