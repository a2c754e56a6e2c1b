// A way to the server for networks that block websockets: frames go in posts, and come as a stream of events or by asking.
import { isClosing } from './closing';
import type { Wire } from './ways';

/** So many frames go in one post at most; the server takes no more bytes than they may have. */
const LOT = 8;

export class PlainWire implements Wire {
  readyState = 0;
  onopen: Wire['onopen'] = null;
  onmessage: Wire['onmessage'] = null;
  onclose: Wire['onclose'] = null;
  #line: string | undefined;
  #waiting: string[] = [];
  #posting = false;
  #hangUp = new AbortController();
  readonly #path: string;
  readonly #how: 'events' | 'poll';
  readonly #fetch: typeof fetch;

  constructor(path: string, how: 'events' | 'poll', ask: typeof fetch = (...request) => fetch(...request)) {
    [this.#path, this.#how, this.#fetch] = [path, how, ask];
    queueMicrotask(() => {
      if (this.readyState !== 0) return;
      this.readyState = 1;
      this.onopen?.();
    });
  }

  /** The first thing said is the hello; it opens the line at the server. */
  send(text: string): void {
    this.#waiting.push(text);
    void this.#post();
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#hangUp.abort();
    if (this.#line) void this.#ask('', { method: 'DELETE', keepalive: true, signal: null }).catch(() => undefined);
  }

  /** One post at a time: that keeps frames in order. */
  async #post(): Promise<void> {
    if (this.#posting) return;
    this.#posting = true;
    await this.#orLost(async () => {
      while (this.#waiting.length && this.readyState === 1) {
        if (!this.#line) await this.#greet(this.#waiting.shift() ?? '');
        else await this.#ask('/frames', { method: 'POST', body: this.#waiting.splice(0, LOT).join('\n') });
      }
    });
    this.#posting = false;
  }

  async #greet(hello: string): Promise<void> {
    const answer = await this.#ask('', { method: 'POST', body: hello }, true);
    const said = (await answer.json()) as { line?: string; code?: string };
    this.#line = said.line;
    if (answer.ok && said.line) return void this.#orLost(() => (this.#how === 'events' ? this.#stream() : this.#poll()));
    if (isClosing(said.code)) this.#heard(JSON.stringify({ type: 'closing', code: said.code }));
    throw new Error(said.code);
  }

  async #stream(): Promise<void> {
    const { body } = await this.#ask('/events');
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const events = (rest + part.value).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) this.#heard(event.startsWith('data: ') ? event.slice('data: '.length) : '');
    }
    throw new Error('the stream ended');
  }

  async #poll(): Promise<void> {
    for (let got = '0'; this.readyState === 1; ) {
      const answer = await this.#ask(`/poll?got=${got}`);
      got = answer.headers.get('maatwerk-batch') ?? '';
      for (const text of (await answer.text()).split('\n')) this.#heard(text);
    }
  }

  #heard(text: string): void {
    if (this.readyState === 1) this.onmessage?.({ data: text });
  }

  async #ask(path: string, options: RequestInit = {}, refusals = false): Promise<Response> {
    const headers: HeadersInit = this.#line ? { 'maatwerk-line': this.#line } : {};
    const signal = this.#hangUp.signal;
    const answer = await this.#fetch(this.#path + path, { cache: 'no-store', headers, signal, ...options });
    if (!answer.ok && !refusals) throw new Error(String(answer.status));
    return answer;
  }

  /** Whatever goes wrong, the line is lost: a new one resumes and sends again. */
  async #orLost(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      if (this.readyState === 3) return;
      this.close();
      this.onclose?.({ code: 1006 });
    }
  }
}
