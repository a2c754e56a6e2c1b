// The line to the server: opens, says hello, notices when it is dead, and comes back by itself.
import { backOff, policyOf, reasonOf } from './closing';
import { type ClosingCode, type ServerFrame, SUBPROTOCOL } from './protocol';

export interface LineOptions {
  url: string;
  hello: () => object;
  onframe: (frame: ServerFrame) => void;
  /** The connection went and will be tried again. */
  onlost: () => void;
  /** Closed for good. */
  onclosed: (reason: ClosingCode) => void;
  ping: () => object;
  open?: (url: string) => WebSocket;
}

const PING_MS = 15_000;
const SILENCE_MS = 8_000;
/** After waking up a dead line should show at once. */
const WAKE_SILENCE_MS = 3_000;
const OPEN_MS = 10_000;

export class Line {
  #socket: WebSocket | undefined;
  #attempt = 0;
  #reason: ClosingCode | undefined;
  #ended = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  readonly #o: LineOptions;

  constructor(options: LineOptions) {
    this.#o = options;
  }

  start(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#reason = undefined;
    const socket = (this.#o.open ?? ((url) => new WebSocket(url, [SUBPROTOCOL])))(this.#o.url);
    this.#socket = socket;
    this.#listen(OPEN_MS);
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event) => this.#received(socket, event.data);
    socket.onclose = (event) => this.#gone(socket, event.code);
  }

  stop(): void {
    this.#ended = true;
    this.#still();
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  send(frame: object): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  /** The hello was answered: the next trouble starts with a short wait again. */
  welcomed(): void {
    this.#attempt = 0;
  }

  /** The page came back to life, or the network did: check the line now instead of at the next beat. */
  wake(): void {
    if (this.#ended) return;
    if (this.#retry) this.start();
    else if (this.#socket?.readyState === 1) this.#ask(WAKE_SILENCE_MS);
  }

  #opened(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.send(this.#o.hello());
    this.#beat = setInterval(() => this.#ask(SILENCE_MS), PING_MS);
  }

  #ask(patience: number): void {
    this.send(this.#o.ping());
    this.#listen(patience);
  }

  /** Any frame will do as a sign of life. */
  #listen(patience: number): void {
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#silence = setTimeout(() => socket && this.#gone(socket, 1006), patience);
  }

  #received(socket: WebSocket, data: unknown): void {
    if (socket !== this.#socket) return;
    clearTimeout(this.#silence);
    const frame = parse(data);
    if (frame?.type === 'closing') this.#reason = frame.code;
    else if (frame) this.#o.onframe(frame);
  }

  /** Also called for a line that is only presumed dead: its own close event may take minutes. */
  #gone(socket: WebSocket, code: number): void {
    if (socket !== this.#socket || this.#ended) return;
    this.#socket = undefined;
    this.#still();
    socket.onclose = socket.onmessage = socket.onopen = null;
    socket.close();
    const reason = this.#reason ?? reasonOf(code);
    const policy = policyOf(reason);
    if (!policy.again && reason) {
      this.#ended = true;
      return this.#o.onclosed(reason);
    }
    this.#o.onlost();
    this.#retry = setTimeout(() => this.start(), policy.wait + backOff(this.#attempt++));
  }

  #still(): void {
    clearInterval(this.#beat);
    clearTimeout(this.#silence);
  }
}

function parse(data: unknown): ServerFrame | undefined {
  try {
    const frame: unknown = JSON.parse(String(data));
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as ServerFrame) : undefined;
  } catch {
    return undefined;
  }
}
