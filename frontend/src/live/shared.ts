// A text that the devices of a team write at the same time: two Yjs documents, what this device shows and what the server has.
// What the server does not have is kept on this device at once, sent a moment later, and merged there letter by letter.
import * as Y from 'yjs';
import { packed, unpacked } from './packed';
import type { Outcome } from './protocol';
import { moved, splice } from './splice';
import type { Keep } from './storage';

export interface SharedOptions {
  keep: Keep;
  /** One name per text on this device. */
  name: string;
  /** One name per open page: two tabs keep their letters apart. */
  page: string;
  /** Ask the server for what it has beyond this state. */
  ask: (state: string) => void;
  save: (update: string) => Promise<Outcome>;
  changed: () => void;
}

const DELAY_MS = 400;
const MOST_MS = 1500;
const AGAIN_MS = 2000;
/** Worth another try by itself: the server was busy, not the text wrong. */
const TRY_AGAIN = new Set(['too_many', 'offline', 'busy']);

export default class SharedText {
  /** The server told what it has: from then on people may write. */
  known = false;
  #mine = new Y.Doc();
  #theirs = new Y.Doc();
  /** Own changes so far, and how many of them the server has. Taking letters out counts too, which Yjs does not tell. */
  #typed = 0;
  #saved = 0;
  #online = false;
  #told = false;
  #busy = false;
  #last = '';
  #error: { part: string; message: string } | undefined;
  #since: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #o: SharedOptions;

  constructor(options: SharedOptions) {
    this.#o = options;
    this.#recall();
  }

  get saved(): boolean {
    return this.#typed === this.#saved;
  }

  text(part: string): string {
    return this.#mine.getText(part).toString();
  }

  error(part: string): string | undefined {
    return this.#error?.part === part ? this.#error.message : undefined;
  }

  /**
   * A part reads like this now. `caret`: where the hand is, so that of equal letters the right one moves. `before`: what the
   * hand saw, when letters of others came in that it was not shown yet.
   */
  type(part: string, after: string, caret = after.length, before = this.text(part)): void {
    const text = this.#mine.getText(part);
    const { at, away, letters } = moved(splice(before, after, caret), before, text.toString());
    if (!away && !letters) return;
    this.#mine.transact(() => {
      text.delete(at, away);
      text.insert(at, letters);
    });
    this.#typed++;
    this.#last = part;
    this.#error = undefined;
    this.#remember();
    this.#soon();
    this.#o.changed();
  }

  connected(online: boolean): void {
    this.#online = online;
    this.#told = false;
    if (online) this.#ask();
  }

  /** Letters from the server: what was asked for, or what others write. */
  heard(update: string): void {
    for (const doc of [this.#mine, this.#theirs]) Y.applyUpdate(doc, unpacked(update));
    this.known = this.#told = true;
    this.retry();
    this.#o.changed();
  }

  /** What was refused may be allowed now: the sheet was opened again, the text made shorter elsewhere. */
  retry(): void {
    if (!this.saved) this.#soon();
  }

  /** Send now: the field was left, the phase moved, the page goes away. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#since = undefined;
    if (!this.#online || !this.#told || this.#busy || this.saved) return;
    const [upTo, update] = [this.#typed, Y.encodeStateAsUpdate(this.#mine, Y.encodeStateVector(this.#theirs))];
    this.#busy = true;
    void this.#o.save(packed(update)).then((outcome) => {
      this.#busy = false;
      if (outcome.ok) this.#stored(upTo, update);
      else this.#refused(outcome);
      this.#o.changed();
    });
  }

  /** Another text takes its place: nothing is sent or asked from here any more. */
  close(): void {
    this.flush();
    this.#online = false;
  }

  #stored(upTo: number, update: Uint8Array): void {
    Y.applyUpdate(this.#theirs, update);
    this.#saved = Math.max(this.#saved, upTo);
    this.#error = undefined;
    this.#remember();
    this.retry();
  }

  #refused({ code, message, field }: Outcome & { ok: false }): void {
    if (TRY_AGAIN.has(code)) return this.#soon(AGAIN_MS);
    // It leaned on letters that the server does not have: ask what it has, and send all that it lacks.
    if (code === 'conflict') {
      this.#theirs = new Y.Doc();
      return this.#ask();
    }
    const named = field?.startsWith('fields.') ? field.slice('fields.'.length) : this.#last;
    this.#error = { part: named, message };
  }

  #ask(): void {
    this.#told = false;
    this.#o.ask(packed(Y.encodeStateVector(this.#theirs)));
  }

  /** When typing rests, but before others have waited long. */
  #soon(delay = DELAY_MS): void {
    clearTimeout(this.#timer);
    this.#since ??= Date.now();
    const most = this.#since + MOST_MS - Date.now();
    this.#timer = setTimeout(() => this.flush(), delay > MOST_MS ? delay : Math.max(0, Math.min(delay, most)));
  }

  get #key(): string {
    return `${this.#o.name}:${this.#o.page}`;
  }

  #remember(): void {
    if (this.saved) this.#o.keep.remove(this.#key);
    else this.#o.keep.set(this.#key, packed(Y.encodeStateAsUpdate(this.#mine)));
  }

  /** What any page of this device did not get to the server. Twice is once: Yjs knows each letter. */
  #recall(): void {
    for (const key of this.#o.keep.keys(`${this.#o.name}:`)) {
      const kept = this.#o.keep.get(key);
      if (!kept) continue;
      Y.applyUpdate(this.#mine, unpacked(kept));
      this.#typed++;
      this.#o.keep.remove(key);
    }
    this.#remember();
  }
}
