// What people type: kept on this device at once, sent a moment later, and never silently overwritten.
// A partner on another device may write in the same field. Who has typed something unsent gets both versions to choose from.
import type { Outcome } from './protocol';
import type { Keep } from './storage';

export interface Conflict { mine: string; theirs: string }

/** `before`: per field the server's version that this text was built on. */
export type SaveFields = (fields: Record<string, string>, before: Record<string, string>) => Promise<Outcome>;

export interface DraftsOptions {
  keep: Keep;
  /** One name per solution or form on this device. */
  name: string;
  save: SaveFields;
  changed: () => void;
  delay?: number;
}

const DELAY_MS = 400;
const AGAIN_MS = 2000;
/** Worth another try by itself: the server was busy, not the text wrong. */
const TRY_AGAIN = new Set(['too_many', 'offline']);

export class Draft {
  text = '';
  conflict: Conflict | undefined;
  error: string | undefined;
  /** The server's version this text was built on. */
  base = '';
  /** What is on its way. */
  sent: string | undefined;
  known = false;
  readonly key: string;

  constructor(key: string) {
    this.key = key;
  }

  get saved(): boolean {
    return this.text === this.base && this.sent === undefined;
  }

  get sendable(): boolean {
    return this.known && !this.conflict && this.sent === undefined && this.text !== this.base;
  }

  /** The server's version. Mine stays when it holds something the server does not have. */
  server(value: string): void {
    this.known = true;
    if (value === this.base) return;
    // My own words coming back close no offer: the other version may just have been overwritten by them.
    const own = value === this.sent;
    const mine = this.text !== this.base || this.sent !== undefined;
    this.base = value;
    if (own) return;
    this.conflict = mine && value !== this.text ? { mine: this.text, theirs: value } : undefined;
    if (!mine) this.text = value;
  }
}

/** Equal to no text of the server: after a reload an open choice is offered again, not decided. */
const NEVER = '\0';

interface Kept { text: string; base: string }

export class Drafts {
  #drafts = new Map<string, Draft>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #online = false;
  /** What the server showed last: a field that is opened only now was shown too. */
  #shown: Partial<Record<string, string>> | undefined;
  readonly #o: DraftsOptions;

  constructor(options: DraftsOptions) {
    this.#o = options;
  }

  field(key: string): Draft {
    const known = this.#drafts.get(key);
    if (known) return known;
    const draft = new Draft(key);
    const kept = this.#kept(key);
    if (kept) Object.assign(draft, { text: kept.text, base: kept.base });
    if (this.#shown) draft.server(this.#shown[key] ?? '');
    this.#drafts.set(key, draft);
    return draft;
  }

  get saved(): boolean {
    return [...this.#drafts.values()].every((draft) => draft.saved);
  }

  type(key: string, text: string): void {
    const draft = this.field(key);
    draft.text = text;
    draft.error = undefined;
    if (draft.conflict) draft.conflict.mine = text;
    this.#remember(draft);
    this.#soon();
    this.#o.changed();
  }

  /** What the server shows now; keys that it leaves out are empty there. */
  server(values: Partial<Record<string, string>>): void {
    this.#shown = values;
    for (const key of new Set([...this.#drafts.keys(), ...Object.keys(values)])) {
      const value = values[key] ?? '';
      if (typeof value !== 'string') continue;
      this.field(key).server(value);
      this.#remember(this.field(key));
    }
    if (this.#waiting().length) this.#soon();
    this.#o.changed();
  }

  connected(online: boolean): void {
    this.#online = online;
    if (online && this.#waiting().length) this.#soon();
  }

  resolve(key: string, which: 'mine' | 'theirs'): void {
    const draft = this.field(key);
    if (!draft.conflict) return;
    draft.text = draft.conflict[which];
    draft.conflict = undefined;
    this.#remember(draft);
    this.flush();
    this.#o.changed();
  }

  /** Send now: the field was left, the phase moved, the page goes away. */
  flush(): void {
    clearTimeout(this.#timer);
    const ready = this.#waiting();
    if (!this.#online || !ready.length) return;
    for (const draft of ready) draft.sent = draft.text;
    const fields = Object.fromEntries(ready.map((draft) => [draft.key, draft.text]));
    const before = Object.fromEntries(ready.map((draft) => [draft.key, draft.base]));
    void this.#o.save(fields, before).then((outcome) => this.#answered(ready, outcome));
  }

  #waiting(): Draft[] {
    return [...this.#drafts.values()].filter((draft) => draft.sendable);
  }

  #soon(delay = this.#o.delay ?? DELAY_MS): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), delay);
  }

  #answered(drafts: Draft[], outcome: Outcome): void {
    for (const draft of drafts) this.#ended(draft, outcome, drafts.length === 1);
    const again = !outcome.ok && TRY_AGAIN.has(outcome.code);
    if (outcome.ok ? this.#waiting().length : again) this.#soon(again ? AGAIN_MS : undefined);
    this.#o.changed();
  }

  #ended(draft: Draft, outcome: Outcome, alone: boolean): void {
    const sent = draft.sent ?? '';
    draft.sent = undefined;
    if (outcome.ok) {
      draft.base = sent;
    } else if (!TRY_AGAIN.has(outcome.code) && outcome.code !== 'conflict') {
      // One wrong field holds up the others that were sent with it; only that field bears the message.
      const mine = alone || outcome.field?.split('.').at(-1) === draft.key;
      if (mine) draft.error = outcome.message;
    }
    this.#remember(draft);
  }

  #key(key: string): string {
    return `${this.#o.name}:${key}`;
  }

  #kept(key: string): Kept | undefined {
    const text = this.#o.keep.get(this.#key(key));
    return text ? (JSON.parse(text) as Kept) : undefined;
  }

  #remember(draft: Draft): void {
    const { text, base, conflict } = draft;
    if (draft.saved && !conflict) this.#o.keep.remove(this.#key(draft.key));
    else this.#o.keep.set(this.#key(draft.key), JSON.stringify({ text, base: conflict ? NEVER : base } satisfies Kept));
  }
}
