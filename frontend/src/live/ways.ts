// The ways to the server: a websocket, and for networks that block it a stream of events, or asking again and again.
import type { Keep } from './storage';

export const WAYS = ['socket', 'events', 'poll'] as const;
export type Way = (typeof WAYS)[number];

/** What a line needs of a way; a WebSocket has it. */
export interface Wire {
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send: (text: string) => void;
  close: () => void;
}

export function asWay(word: string | null | undefined): Way | undefined {
  return WAYS.find((way) => way === word);
}

/** So many tries in a row that come to nothing, while the server can be reached, mean that a way is blocked. */
const ENOUGH = 2;

/** Which way to go. What worked on this device is where its next page begins. */
export class Ways {
  #at: number;
  #failed = 0;
  readonly #keep: Keep;
  readonly #name: string;
  readonly #only: Way | undefined;

  /** `only`: this way and no other, for whoever looks for a fault. */
  constructor(keep: Keep, name: string, only?: Way) {
    [this.#keep, this.#name, this.#only] = [keep, name, only];
    this.#at = WAYS.indexOf(only ?? asWay(keep.get(name)) ?? 'socket');
  }

  get way(): Way {
    return WAYS[this.#at] ?? 'socket';
  }

  /** What may be tried now and then: everything that is better than this. */
  get better(): readonly Way[] {
    return this.#only ? [] : WAYS.slice(0, this.#at);
  }

  works(): void {
    if (!this.#only) this.#keep.set(this.#name, this.way);
  }

  /** It was of use for a while: what failed before says nothing any more. */
  lasted(): void {
    this.#failed = 0;
  }

  /** `sure`: one try tells enough. After the last way comes the first. */
  failed(sure: boolean): void {
    this.#failed += sure ? ENOUGH : 1;
    if (this.#only || this.#failed < ENOUGH) return;
    this.#at = (this.#at + 1) % WAYS.length;
    this.#failed = 0;
  }

  take(way: Way): void {
    this.#at = WAYS.indexOf(way);
    this.#failed = 0;
  }
}
