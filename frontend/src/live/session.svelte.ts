// The live session as the screens see it: one reactive view, one way to send.
import { flushSync, getContext, setContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { t } from '../i18n';
import { paintCovers } from '../parts/covers';
import { language } from '../language.svelte';
import { Breath } from './breath';
import { Clock } from './clock';
import type { Content } from './content';
import { fetchContent } from './fetching';
import { Follower } from './follower';
import { randomId } from './ids';
import { Line } from './line';
import { Once } from './once';
import { openWay, reachable } from './opening';
import { Outbox, type Patience } from './outbox';
import { patienceOf } from './patience';
import type { As, ClosingCode, Commands, CommandType, Outcome, ServerFrame, SharedLetters, View } from './protocol';
import { Sections } from './sections.svelte';
import { BrowserKeep, type Keep } from './storage';
import { asWay, type Way, Ways } from './ways';

export type Status = 'connecting' | 'online' | 'away' | 'back' | 'ended' | 'refused';

const BACK_MS = 4000;

export class Session {
  /** Undefined until the server told it; from then on one object whose sections are reactive each for itself. */
  view = $state.raw<View | undefined>();
  content = $state.raw<Content | undefined>();
  seq = $state(0);
  status = $state<Status>('connecting');
  /** Why the server let us go, with status `ended` or `refused`. */
  reason = $state<ClosingCode | undefined>();
  audience = $state('');
  seat = $state<string | undefined>();
  /** How the server is reached: what is not a websocket is a detour, which people may know. */
  way = $state<Way>('socket');

  /** Which connection this is, counted from 1; 0 while there is none. What has to be said again on each, watches it. */
  line = $state(0);

  readonly code: string;
  readonly as: As;
  readonly keep: Keep;
  #clock = new Clock();
  #follower = new Follower();
  #sections = new Sections();
  #once = new Once({ shown: () => this.seq });
  #breath = new Breath({
    show: () => this.#show(),
    onwaiting: (waits) => document.documentElement.toggleAttribute('data-behind', waits),
  });
  #pings = new Map<string, number>();
  #outbox: Outbox;
  #line: Line;
  #backTimer: ReturnType<typeof setTimeout> | undefined;
  #asked = false;
  #lines = 0;
  #texts = new Set<(frame: SharedLetters) => void>();
  #subscribeTick = createSubscriber((update) => {
    const timer = setInterval(update, 1000);
    return () => clearInterval(timer);
  });

  constructor(code: string, as: As, keep: Keep = new BrowserKeep()) {
    this.code = code;
    this.as = as;
    this.keep = keep;
    this.#line = new Line({
      open: (way) => openWay(code, way),
      ways: new Ways(keep, `maatwerk:way:${code}`, asWay(new URLSearchParams(location.search).get('via'))),
      reachable,
      hello: (whole) => ({ type: 'hello', as, after: whole ? undefined : this.#follower.after, language: language() }),
      ping: () => this.#ping(),
      onframe: (frame) => this.#received(frame),
      onlost: () => this.#lost(),
      onswitched: () => this.#forgetSent(),
      onclosed: (reason) => this.#closed(reason),
    });
    this.#outbox = new Outbox({
      keep,
      name: `maatwerk:out:${code}:${as}`,
      transmit: (frame) => this.#line.send(frame),
      lapsed: () => t('Even geen verbinding. Doe het zo nog een keer.'),
    });
  }

  get online(): boolean {
    return this.status === 'online' || this.status === 'back';
  }

  /** The server's clock in ms, now. */
  now = (): number => this.#clock.now();

  /** The same, reactive: moves once a second for whoever reads it in a template. */
  get tick(): number {
    this.#subscribeTick();
    return this.now();
  }

  send<T extends CommandType>(type: T, fields: Commands[T], patience: Patience = patienceOf(type)): Promise<Outcome> {
    if (this.reason) return Promise.resolve(this.#refusal());
    return this.#once.ask(type, fields, () => this.#outbox.add(type, fields, patience));
  }

  start(): this {
    this.#line.start();
    const wake = () => this.#wake();
    addEventListener('online', wake);
    // A browser that says it is off the net may still reach a server next door: ask.
    addEventListener('offline', wake);
    addEventListener('pageshow', (event) => event.persisted && wake());
    addEventListener('pagehide', () => this.#line.leave());
    // A page that the browser had put to sleep to save power.
    document.addEventListener('resume', wake);
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake());
    return this;
  }

  /** What others write in shared texts, from now on; gives what ends it. */
  openText(heard: (frame: SharedLetters) => void): () => void {
    this.#texts.add(heard);
    return () => void this.#texts.delete(heard);
  }

  /** Ask for a shared text as the server has it, beyond this Yjs state. */
  askText(about: { round: number; team: number; state: string }): void {
    this.#line.send({ type: 'text_sync', id: randomId(), ...about });
  }

  /** Show a view that did not happen, without a line to the server: for the console's look ahead. */
  imagine(view: View, now: number): void {
    this.#clock.hint(now);
    this.#sections.show(view);
    this.view = this.#sections.view;
    this.status = 'online';
    if (!this.#asked) this.#fetch();
  }

  stop(): void {
    this.#line.stop();
  }

  #wake(): void {
    this.#clock.forget();
    this.#line.wake();
  }

  #ping(): object {
    const id = randomId();
    this.#pings.set(id, this.#clock.local());
    return { type: 'ping', id };
  }

  #received(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#follower.welcome(frame);
        this.seat = frame.seat;
        return this.#entered(frame);
      case 'resumed':
        this.#follower.resumed(frame);
        return this.#entered(frame);
      case 'patch':
        if (!this.#follower.patch(frame)) this.#line.send({ type: 'resync' });
        return this.#breath.changed();
      case 'ack':
      case 'reject':
        return this.#outbox.answered(frame);
      case 'text':
        for (const heard of this.#texts) heard(frame);
        return;
      case 'pong':
        return this.#ponged(frame.id, frame.now);
    }
  }

  #entered(frame: { now: number; audience: string }): void {
    this.audience = frame.audience;
    this.way = this.#line.way;
    this.#clock.hint(frame.now);
    this.#line.welcomed();
    this.#breath.show();
    this.#greet();
    this.#outbox.opened(this.seat);
    this.#line.send(this.#ping());
    this.line = ++this.#lines;
    if (!this.#asked) this.#fetch();
  }

  #greet(): void {
    if (this.status === 'connecting') this.status = 'online';
    if (this.status !== 'away') return;
    this.status = 'back';
    this.#backTimer = setTimeout(() => (this.status = 'online'), BACK_MS);
  }

  #show(): void {
    if (this.#follower.view) {
      this.#sections.show(this.#follower.view);
      this.view = this.#sections.view;
    }
    this.seq = this.#follower.seq;
    flushSync(); // so that it is known what it costs
  }

  #ponged(id: string, now: number): void {
    const sent = this.#pings.get(id);
    this.#pings.delete(id);
    if (sent !== undefined) this.#clock.sample(sent, this.#clock.local(), now);
  }

  #lost(): void {
    clearTimeout(this.#backTimer);
    this.#forgetSent();
    this.line = 0;
    if (this.status !== 'connecting') this.status = 'away';
  }

  /** What was sent may not have arrived: it goes once more over the next connection. */
  #forgetSent(): void {
    this.#pings.clear();
    this.#outbox.lost();
  }

  #closed(reason: ClosingCode): void {
    clearTimeout(this.#backTimer);
    this.reason = reason;
    this.status = reason === 'ended' ? 'ended' : 'refused';
    this.#outbox.close(this.#refusal());
  }

  #refusal(): Outcome {
    return { ok: false, code: 'closed', message: t('Deze sessie is niet meer open op dit apparaat.') };
  }

  /** The reader chose another language: the cards and the server's answers follow. */
  speak(): void {
    this.#line.send({ type: 'language', language: language() });
    if (this.#asked) this.#fetch();
  }

  #fetch(): void {
    this.#asked = true;
    const wanted = language();
    void fetchContent(this.code, wanted, () => wanted === language()).then((content) => {
      if (content) this.content = content;
    });
  }
}

const KEY = Symbol('session');

/** For an entry: make the session, and hand it to the page component as prop `session`. */
export function openSession(code: string, as: As): Session {
  return new Session(code, as).start();
}

/** For a page component: lets every part below it call `useSession()`, and gives the page the colours of its pack. */
export function provideSession(session: Session): Session {
  $effect(() => paintCovers(session.content?.pack.colours));
  return setContext(KEY, session);
}

export function useSession(): Session {
  return getContext<Session>(KEY);
}
