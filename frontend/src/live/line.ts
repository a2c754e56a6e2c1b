// The line to the server: opens, says hello, notices when it is dead, comes back by itself, and finds a way that works.
import { backOff, policyOf, reasonOf } from './closing';
import type { ClosingCode, ServerFrame } from './protocol';
import type { Way, Ways, Wire } from './ways';

export interface LineOptions {
  open: (way: Way) => Wire;
  ways: Ways;
  /** Whether the server answers a plain request: if not, no way is to blame. */
  reachable: () => Promise<boolean>;
  /** `whole`: as if we had nothing yet. */
  hello: (whole: boolean) => object;
  ping: () => object;
  onframe: (frame: ServerFrame) => void;
  /** The connection went and will be tried again. */
  onlost: () => void;
  /** Another connection took over: what was not answered has to be sent again. */
  onswitched: () => void;
  /** Closed for good. */
  onclosed: (reason: ClosingCode) => void;
}

const PING_MS = 15_000;
const SILENCE_MS = 8_000;
/** After waking up a dead line should show at once. */
const WAKE_SILENCE_MS = 3_000;
/** From knocking to the first frame. Some filters let a websocket open and swallow what is said. */
const OPEN_MS = 6_000;
/** A connection that dies sooner was of no use. */
const QUICK_MS = 10_000;
/** When a better way is tried again: after a minute, and less often each time that it still does not work. */
const AGAIN_MS = 60_000;
const AGAIN_MOST_MS = 600_000;

export class Line {
  #wire: Wire | undefined;
  #way: Way;
  #since = 0;
  #spoken = false;
  #welcomed = false;
  #attempt = 0;
  #reason: ClosingCode | undefined;
  #ended = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #trial: Wire | undefined;
  #trials = 0;
  #again: ReturnType<typeof setTimeout> | undefined;
  readonly #o: LineOptions;

  constructor(options: LineOptions) {
    this.#o = options;
    this.#way = options.ways.way;
  }

  /** The way that this line goes now. */
  get way(): Way {
    return this.#way;
  }

  start(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#still();
    if (this.#wire) hush(this.#wire);
    this.#adopt(this.#o.open(this.#o.ways.way), this.#o.ways.way);
    this.#listen(OPEN_MS);
  }

  stop(): void {
    this.#ended = true;
    this.#still();
    clearTimeout(this.#retry);
    clearTimeout(this.#again);
    this.#wire?.close();
    this.#trial?.close();
  }

  send(frame: object): void {
    if (this.#wire?.readyState === 1) this.#wire.send(JSON.stringify(frame));
  }

  /** The hello was answered: the next trouble starts with a short wait again. */
  welcomed(): void {
    this.#attempt = 0;
    this.#welcomed = true;
    this.#o.ways.works();
    this.#lookLater();
  }

  /** The page came back to life, or the network did: check the line now instead of at the next beat. */
  wake(): void {
    if (this.#ended) return;
    // What knocked before the network came back may wait in vain, and would seem blocked.
    if (this.#retry || !this.#welcomed) this.start();
    else if (this.#wire?.readyState === 1) this.#ask(WAKE_SILENCE_MS);
  }

  /** The page goes. A browser closes a websocket by itself; on a detour the server would miss us much later. */
  leave(): void {
    if (this.#wire && this.#way !== 'socket') this.#gone(this.#wire, 1006);
  }

  #adopt(wire: Wire, way: Way): void {
    [this.#wire, this.#way, this.#since] = [wire, way, Date.now()];
    [this.#spoken, this.#welcomed, this.#reason] = [false, false, undefined];
    wire.onopen = () => this.#opened(wire);
    wire.onmessage = (event) => this.#received(wire, event.data);
    wire.onclose = (event) => this.#gone(wire, event.code);
  }

  #opened(wire: Wire): void {
    if (wire !== this.#wire) return;
    this.send(this.#o.hello(false));
    this.#spoken = true;
    this.#keepAlive();
  }

  #keepAlive(): void {
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.#ask(SILENCE_MS), PING_MS);
  }

  #ask(patience: number): void {
    this.send(this.#o.ping());
    this.#listen(patience);
  }

  /** Any frame will do as a sign of life. */
  #listen(patience: number): void {
    clearTimeout(this.#silence);
    const wire = this.#wire;
    this.#silence = setTimeout(() => wire && this.#gone(wire, 1006, true), patience);
  }

  #received(wire: Wire, data: unknown): void {
    if (wire !== this.#wire) return;
    clearTimeout(this.#silence);
    // A beat of a stream without news. It wants an answer, also when a sleeping page rings no timers.
    if (data === '') return this.#ask(SILENCE_MS);
    const frame = parse(data);
    // Half a frame, or somebody else's words: what was in it is gone, so the line is of no use any more.
    if (!frame) return this.#gone(wire, 1006);
    if (frame.type === 'closing') this.#reason = frame.code;
    else this.#o.onframe(frame);
  }

  /** Also called for a line that is only presumed dead: its own close event may take minutes. */
  #gone(wire: Wire, code: number, silent = false): void {
    if (wire !== this.#wire || this.#ended) return;
    this.#wire = undefined;
    this.#still();
    hush(wire);
    const reason = this.#reason ?? reasonOf(code);
    const policy = policyOf(reason);
    if (!policy.again && reason) {
      this.#ended = true;
      clearTimeout(this.#again);
      return this.#o.onclosed(reason);
    }
    if (!reason) this.#doubt(silent && this.#spoken && !this.#welcomed);
    this.#o.onlost();
    this.#retry = setTimeout(() => this.start(), policy.wait + backOff(this.#attempt++));
  }

  /** Was it the way? Only if the server is there; and not if it was of use for a while. */
  #doubt(sure: boolean): void {
    const useful = this.#welcomed && Date.now() - this.#since >= QUICK_MS;
    this.#welcomed = false;
    if (useful) return this.#o.ways.lasted();
    void this.#o.reachable().then((yes) => {
      if (yes && !this.#welcomed) this.#o.ways.failed(sure);
    });
  }

  #still(): void {
    clearInterval(this.#beat);
    clearTimeout(this.#silence);
  }

  // --- the better ways, now and then --------------------------------------------------------------------------------

  #lookLater(): void {
    clearTimeout(this.#again);
    if (!this.#o.ways.better.length) return;
    const wait = Math.min(AGAIN_MOST_MS, AGAIN_MS * 2 ** this.#trials);
    this.#again = setTimeout(() => this.#look(0), wait);
  }

  /** Beside the line that works, so that nothing is lost when it fails. */
  #look(nth: number): void {
    const way = this.#o.ways.better[nth];
    if (!way) {
      this.#trials++;
      return this.#lookLater();
    }
    const wire = this.#o.open(way);
    this.#trial = wire;
    const timer = setTimeout(() => wire.onclose?.({ code: 1006 }), OPEN_MS);
    wire.onopen = () => wire.send(JSON.stringify(this.#o.hello(true)));
    wire.onclose = () => {
      clearTimeout(timer);
      hush(wire);
      this.#look(nth + 1);
    };
    wire.onmessage = (event) => {
      if (parse(event.data)?.type !== 'welcome') return wire.onclose?.({ code: 1006 });
      clearTimeout(timer);
      this.#switch(wire, way, event.data);
    };
  }

  #switch(wire: Wire, way: Way, welcome: unknown): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#still();
    if (this.#wire) hush(this.#wire);
    this.#o.ways.take(way);
    this.#adopt(wire, way);
    this.#keepAlive();
    this.#o.onswitched();
    this.#received(wire, welcome);
  }
}

function hush(wire: Wire): void {
  wire.onclose = wire.onmessage = wire.onopen = null;
  wire.close();
}

function parse(data: unknown): ServerFrame | undefined {
  try {
    const frame: unknown = JSON.parse(String(data));
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as ServerFrame) : undefined;
  } catch {
    return undefined;
  }
}
