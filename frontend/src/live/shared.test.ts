import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { packed, unpacked } from './packed';
import type { Outcome } from './protocol';
import SharedText from './shared';
import { MemoryKeep } from './storage';

/** What the server does, with the library that it does it with in another language. */
class Server {
  doc = new Y.Doc();
  devices: SharedText[] = [];
  refuse: Outcome | undefined;
  updates = 0;

  get text(): string {
    return this.doc.getText('text').toString();
  }

  save = (update: string): Promise<Outcome> => {
    if (this.refuse) return Promise.resolve(this.refuse);
    this.updates++;
    Y.applyUpdate(this.doc, unpacked(update));
    for (const device of this.devices) device.heard(update);
    return Promise.resolve({ ok: true, seq: this.updates });
  };

  device(keep = new MemoryKeep(), page = 'p', online = true): SharedText {
    const device: SharedText = new SharedText({
      keep, name: 't', page, changed: () => undefined,
      ask: (state) => device.heard(packed(Y.encodeStateAsUpdate(this.doc, unpacked(state)))),
      save: (update) => this.save(update),
    });
    this.devices.push(device);
    if (online) device.connected(true);
    return device;
  }

  drop(device: SharedText): void {
    device.connected(false);
    this.devices = this.devices.filter((other) => other !== device);
  }

  back(device: SharedText): void {
    this.devices.push(device);
    device.connected(true);
  }
}

const rest = () => vi.advanceTimersByTimeAsync(5000);
const no = (code: string, field?: string): Outcome => ({ ok: false, code, message: `nee: ${code}`, field });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('writing together', () => {
  test('two who write in one sentence keep every letter of both', async () => {
    const server = new Server();
    const [ann, ben] = [server.device(), server.device()];
    ann.type('text', 'Bram plant.');
    await rest();
    expect(ben.text('text')).toBe('Bram plant.');
    ann.type('text', 'Bram plant zelf.', 15);
    ben.type('text', 'Bram (9) plant.', 8);
    await rest();
    for (const text of [ann.text('text'), ben.text('text'), server.text]) expect(text).toBe('Bram (9) plant zelf.');
    expect(ann.saved && ben.saved).toBe(true);
  });

  test('others see letters while one goes on typing', async () => {
    const server = new Server();
    const [ann, ben] = [server.device(), server.device()];
    for (let n = 1; n <= 20; n++) {
      ann.type('text', 'x'.repeat(n));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(ben.text('text').length).toBeGreaterThan(10);
    expect(server.updates).toBeLessThan(4);
  });

  test('taking out is a change too', async () => {
    const server = new Server();
    const ann = server.device();
    ann.type('text', 'weg');
    await rest();
    ann.type('text', '');
    expect(ann.saved).toBe(false);
    await rest();
    expect([server.text, ann.saved]).toEqual(['', true]);
  });

  test('letters of somebody else that the hand was not shown yet stay', async () => {
    const server = new Server();
    const [ann, ben] = [server.device(), server.device()];
    ann.type('text', 'nihao');
    await rest();
    ben.type('text', 'Ja, nihao');
    await rest();
    ann.type('text', 'nihao!', 6, 'nihao');
    await rest();
    expect(server.text).toBe('Ja, nihao!');
  });
});

describe('a line that comes and goes', () => {
  test('nothing can be written until it is known what the server has', () => {
    const server = new Server();
    const ann = server.device(undefined, 'p', false);
    expect(ann.known).toBe(false);
    ann.connected(true);
    expect(ann.known).toBe(true);
  });

  test('hours apart, both texts are there afterwards', async () => {
    const server = new Server();
    const [ann, ben] = [server.device(), server.device()];
    ann.type('text', 'Begin.');
    await rest();
    server.drop(ann);
    ann.type('text', 'Begin. Thuis.');
    await vi.advanceTimersByTimeAsync(3 * 3_600_000);
    ben.type('text', 'Nu: Begin.', 4);
    await rest();
    expect(ann.saved).toBe(false);
    server.back(ann);
    await rest();
    expect(server.text).toBe('Nu: Begin. Thuis.');
    expect([ann.saved, ben.text('text'), ann.text('text')]).toEqual([true, server.text, server.text]);
  });

  test('what was not sent survives the page, whichever tab it was in', async () => {
    const [server, keep] = [new Server(), new MemoryKeep()];
    const first = server.device(keep, 'a');
    first.type('text', 'Samen. ');
    await rest();
    server.drop(first);
    const second = server.device(keep, 'b');
    server.drop(second);
    first.type('text', 'Samen. Een');
    second.type('text', 'Samen. Twee');
    const again = server.device(keep, 'c', false);
    expect(again.saved).toBe(false);
    server.back(again);
    await rest();
    for (const word of ['Samen.', 'Een', 'Twee']) expect(server.text).toContain(word);
    expect(server.text).toHaveLength('Samen. EenTwee'.length);
    expect(keep.keys('')).toEqual([]);
  });

  test('an answer that got lost does no harm: the letters are sent again and are there once', async () => {
    const server = new Server();
    const ann = server.device();
    const save = server.save;
    server.save = (update) => save(update).then(() => no('offline'));
    ann.type('text', 'een keer');
    await vi.advanceTimersByTimeAsync(1000);
    server.save = save;
    await rest();
    expect([server.text, ann.saved]).toEqual(['een keer', true]);
  });
});

describe('what is refused', () => {
  test('the part that it is about says why, and what was typed stays', async () => {
    const server = new Server();
    const ann = server.device();
    server.refuse = no('too_long', 'fields.title');
    ann.type('title', 'te lang');
    ann.type('text', 'goed');
    await rest();
    expect([ann.error('title'), ann.error('text')]).toEqual(['nee: too_long', undefined]);
    expect(ann.saved).toBe(false);
    server.refuse = undefined;
    ann.type('title', 'kort');
    expect(ann.error('title')).toBeUndefined();
    await rest();
    expect([server.doc.getText('title').toString(), server.text, ann.saved]).toEqual(['kort', 'goed', true]);
  });

  test('sealed now, taken back later: then it is sent', async () => {
    const server = new Server();
    const ann = server.device();
    server.refuse = no('sealed');
    ann.type('text', 'nog net');
    await rest();
    expect(ann.error('text')).toBe('nee: sealed');
    server.refuse = undefined;
    ann.retry();
    await rest();
    expect([server.text, ann.error('text')]).toEqual(['nog net', undefined]);
  });

  test('a server that lost letters gets them all again', async () => {
    const server = new Server();
    const ann = server.device();
    ann.type('text', 'van voor de ramp');
    await rest();
    server.doc = new Y.Doc();
    server.refuse = no('conflict', 'update');
    ann.type('text', 'van voor de ramp, en erna');
    await vi.advanceTimersByTimeAsync(450);
    server.refuse = undefined;
    await rest();
    expect([server.text, ann.saved]).toEqual(['van voor de ramp, en erna', true]);
  });
});
