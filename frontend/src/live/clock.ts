// The server's clock, guessed from round trips, so that every screen shows the same second.

interface Sample { offset: number; trip: number }

const KEPT = 8;
/** A step back larger than this is a real correction (the laptop slept); smaller ones are noise. */
const TOLERANCE = 5000;

export class Clock {
  #samples: Sample[] = [];
  #last = 0;
  #offset: number;
  readonly #mono: () => number;

  constructor(mono: () => number = () => performance.now(), wall: () => number = () => Date.now()) {
    this.#mono = mono;
    this.#offset = wall() - mono();
  }

  /** Moment on the local stopwatch; what `sample` wants as `sent` and `received`. */
  local(): number {
    return this.#mono();
  }

  /** One ping and its pong: the server's time was read about halfway. */
  sample(sent: number, received: number, server: number): void {
    this.#add({ offset: server - (sent + received) / 2, trip: received - sent });
  }

  /** A time without a round trip (welcome): better than nothing, worse than any ping. */
  hint(server: number): void {
    this.#add({ offset: server - this.#mono(), trip: Infinity });
  }

  /** After sleep the stopwatch may have stood still: what was measured before says nothing. */
  forget(): void {
    this.#samples = [];
  }

  now(): number {
    const guess = this.#mono() + this.#offset;
    if (guess > this.#last || this.#last - guess > TOLERANCE) this.#last = guess;
    return this.#last;
  }

  #add(sample: Sample): void {
    this.#samples = [...this.#samples, sample].slice(-KEPT);
    const best = this.#samples.reduce((a, b) => (b.trip <= a.trip ? b : a));
    this.#offset = best.offset;
  }
}
