// Pages, and parts of them, that are fetched when they are needed. All of them follow once the first one is drawn: from then on
// the room can go on without a line.
import { allSentences } from '../language.svelte';

type Load = () => Promise<{ default: unknown }>;
type PageOf<L extends Load> = Awaited<ReturnType<L>>['default'];

const AGAIN_MS = 2000;
/** The first seconds on a slow device belong to what is on its screen. */
const CALM_MS = 3000;

/** What somebody waits for now; the pointer shows it. */
const awaited = new Set<Load>();
const tell = (): unknown => globalThis.document?.documentElement.toggleAttribute('data-fetching', awaited.size > 0);

export class Pages<L extends Record<string, Load>> {
  #loaded = $state.raw<{ [K in keyof L]?: PageOf<L[K]> }>({});
  #asked = new Set<keyof L>();
  readonly #loads: L;
  readonly #first: (keyof L)[];

  /** `first`: what they say came with the document; `sentences.ts` knows them too. */
  constructor(loads: L, first: (keyof L)[] = ['lobby']) {
    [this.#loads, this.#first] = [loads, first];
  }

  /** The page, or undefined as long as it is on its way; asking fetches it. */
  get<K extends keyof L>(key: K): PageOf<L[K]> | undefined {
    const page = this.#loaded[key];
    if (!page) {
      awaited.add(this.#loads[key]!);
      tell();
      void this.#fetch(key);
    }
    return page;
  }

  /** Fetch what is not here yet, after a while and when the browser has nothing better to do. */
  all(): void {
    setTimeout(() => this.#rest(), CALM_MS);
  }

  #rest(): void {
    const idle = globalThis.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 200));
    const [next] = Object.keys(this.#loads).filter((key) => !this.#asked.has(key));
    if (next) idle(() => void this.#fetch(next).then(() => this.#rest()));
  }

  async #fetch(key: keyof L): Promise<void> {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    for (;;) {
      try {
        const [found] = await Promise.all([this.#loads[key]!(), this.#first.includes(key) || allSentences()]);
        // A turn of its own: a slow device has drawn the frame around it by then, and heard who touched it.
        await new Promise((done) => setTimeout(done));
        this.#loaded = { ...this.#loaded, [key]: found.default };
        awaited.delete(this.#loads[key]!);
        tell();
        return;
      } catch {
        // The line is away: try until it is back.
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
    }
  }
}
