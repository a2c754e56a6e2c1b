// Commands wait here until the server answers, also through a lost connection and a reload.
import { randomId } from './ids';
import type { Ack, CommandType, Outcome, Reject } from './protocol';
import type { Keep } from './storage';

type Fields = Record<string, unknown>;

/**
 * How long a command may wait. `kept`: until answered, also after a reload. `soon`: a wish of this moment, worthless or
 * harmful later. `now`: only on this connection; who sends it keeps it elsewhere (drafts do).
 */
export type Patience = 'kept' | 'soon' | 'now';

interface Item {
  id: string;
  type: string;
  fields: Fields;
  seat?: string;
  patience: Patience;
  sent: boolean;
  place: string;
  done?: (outcome: Outcome) => void;
}

export interface OutboxOptions {
  keep: Keep;
  /** One name per session and audience. */
  name: string;
  /** Puts a frame on the wire. */
  transmit: (frame: object) => void;
  /** What people read when a command lapsed. */
  lapsed: () => string;
}

const WINDOW = 8;
export const LAPSE_MS = 15_000;

export class Outbox {
  #items: Item[] = [];
  #open = false;
  #seat: string | undefined;
  #count = 0;
  readonly #o: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#o = options;
    this.#items = this.#load();
  }

  get waiting(): number {
    return this.#items.length;
  }

  add(type: CommandType, fields: object, patience: Patience = 'kept'): Promise<Outcome> {
    return new Promise((done) => {
      if (patience === 'now' && !this.#open) return done(this.#lapse());
      this.#append(type, fields as Fields, patience, done);
      this.#pump();
    });
  }

  /** The server knows us: send what waits, in order. What another seat left here is not ours to send. */
  opened(seat: string | undefined): void {
    for (const item of this.#items.filter((item) => item.seat && item.seat !== seat)) this.#drop(item, this.#lapse());
    this.#seat = seat;
    this.#open = true;
    this.#pump();
  }

  /** The connection went: everything that waits will be sent again, except what lives only on a connection. */
  lost(): void {
    this.#open = false;
    for (const item of this.#items) item.sent = false;
    for (const item of this.#items.filter((item) => item.patience === 'now')) this.#drop(item, this.#lapse());
  }

  answered(frame: Ack | Reject): void {
    const item = this.#items.find((item) => item.id === frame.id);
    if (!item) return;
    const { code, message, field } = frame as Reject;
    this.#drop(item, frame.type === 'ack' ? { ok: true, seq: frame.seq } : { ok: false, code, message, field });
    this.#pump();
  }

  /** No answer will ever come. */
  close(outcome: Outcome): void {
    this.#open = false;
    for (const item of [...this.#items]) this.#drop(item, outcome);
  }

  #append(type: string, fields: Fields, patience: Patience, done: (outcome: Outcome) => void): void {
    const id = randomId();
    const place = `${String(Date.now()).padStart(15, '0')}-${String(this.#count++).padStart(6, '0')}`;
    const item: Item = { id, type, fields, seat: this.#seat, patience, sent: false, place, done };
    this.#items.push(item);
    this.#store(item);
    if (patience === 'soon') setTimeout(() => this.#drop(item, this.#lapse()), LAPSE_MS);
  }

  #pump(): void {
    if (!this.#open) return;
    for (const item of this.#items.slice(0, WINDOW)) {
      if (item.sent) continue;
      item.sent = true;
      this.#o.transmit({ ...item.fields, type: item.type, id: item.id });
    }
  }

  #drop(item: Item, outcome: Outcome): void {
    if (!this.#items.includes(item)) return;
    this.#items = this.#items.filter((other) => other !== item);
    this.#o.keep.remove(this.#key(item));
    item.done?.(outcome);
  }

  #lapse(): Outcome {
    return { ok: false, code: 'offline', message: this.#o.lapsed() };
  }

  #key(item: Item): string {
    return `${this.#o.name}:${item.place}:${item.id}`;
  }

  #store(item: Item): void {
    if (item.patience !== 'kept') return;
    const { id, type, fields, seat, place } = item;
    this.#o.keep.set(this.#key(item), JSON.stringify({ id, type, fields, seat, place }));
  }

  #load(): Item[] {
    const keys = this.#o.keep.keys(`${this.#o.name}:`).sort();
    return keys.flatMap((key) => {
      const text = this.#o.keep.get(key);
      return text ? [{ ...(JSON.parse(text) as Item), patience: 'kept' as const, sent: false }] : [];
    });
  }
}
