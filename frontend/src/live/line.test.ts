import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backOff, policyOf, reasonOf } from './closing';
import { Line } from './line';
import { MemoryKeep } from './storage';
import { type Way, Ways, type Wire } from './ways';

class FakeWire implements Wire {
  readyState = 0;
  sent: { type: string; whole?: boolean }[] = [];
  onopen: Wire['onopen'] = null;
  onmessage: Wire['onmessage'] = null;
  onclose: Wire['onclose'] = null;
  constructor(readonly way: Way) {}
  send = (text: string) => void this.sent.push(JSON.parse(text) as { type: string });
  close = () => void (this.readyState = 3);
  open = () => { this.readyState = 1; this.onopen?.(); };
  hear = (frame: object) => this.onmessage?.({ data: JSON.stringify(frame) });
  drop = (code = 1006) => this.onclose?.({ code });
}

function setUp({ reachable = true, keep = new MemoryKeep(), only = undefined as Way | undefined } = {}) {
  const sockets: FakeWire[] = [];
  const [onlost, onclosed, onswitched] = [vi.fn(), vi.fn(), vi.fn()];
  // As a session does: an answer to hello is told to the line.
  const onframe = vi.fn((frame: { type: string }) => { if (frame.type === 'welcome') line.welcomed(); });
  const line: Line = new Line({
    onframe, onlost, onclosed, onswitched,
    ways: new Ways(keep, 'way', only),
    reachable: () => Promise.resolve(reachable),
    hello: (whole) => (whole ? { type: 'hello', whole } : { type: 'hello' }), ping: () => ({ type: 'ping' }),
    open: (way) => { const wire = new FakeWire(way); sockets.push(wire); return wire; },
  });
  line.start();
  const last = () => sockets.at(-1) as FakeWire;
  return { line, sockets, last, keep, onframe, onlost, onclosed, onswitched };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Line', () => {
  test('the client speaks first', () => {
    const { last } = setUp();
    last().open();
    expect(last().sent).toEqual([{ type: 'hello' }]);
  });

  test('comes back by itself after a loss', () => {
    const { last, sockets, onlost } = setUp();
    last().open();
    last().drop();
    expect(onlost).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
  });

  test('pings every 15 seconds; without any answer the line is dead', () => {
    const { last, onlost } = setUp();
    last().open();
    last().hear({ type: 'pong' });
    vi.advanceTimersByTime(15_000);
    expect(last().sent.at(-1)).toEqual({ type: 'ping' });
    vi.advanceTimersByTime(8_000);
    expect(onlost).toHaveBeenCalledTimes(1);
  });

  test('any frame counts as a sign of life', () => {
    const { last, onlost } = setUp();
    last().open();
    for (let n = 0; n < 10; n++) {
      last().hear({ type: 'patch' });
      vi.advanceTimersByTime(15_000);
      last().hear({ type: 'patch' });
    }
    expect(onlost).not.toHaveBeenCalled();
  });

  test('a server that never answers the knock is tried again', () => {
    const { sockets, onlost } = setUp();
    vi.advanceTimersByTime(6_600);
    expect(onlost).toHaveBeenCalledTimes(1);
    expect(sockets.length).toBeGreaterThan(1);
  });

  test('waking up tries at once instead of waiting', () => {
    const { line, last, sockets } = setUp();
    for (let n = 0; n < 8; n++) { last().drop(); vi.advanceTimersByTime(20_000); }
    last().drop();
    const before = sockets.length;
    line.wake();
    expect(sockets).toHaveLength(before + 1);
    vi.advanceTimersByTime(9_000);
    expect(sockets).toHaveLength(before + 1);
  });

  test.each([4001, 4002, 4003, 4005, 4007])('stays away after %i', (code) => {
    const { last, sockets, onclosed } = setUp();
    last().open();
    last().drop(code);
    vi.advanceTimersByTime(120_000);
    expect(sockets).toHaveLength(1);
    expect(onclosed).toHaveBeenCalledWith(reasonOf(code));
  });

  test.each([4000, 4004, 4006])('returns after %i, not at once', (code) => {
    const { last, sockets } = setUp();
    last().open();
    last().drop(code);
    vi.advanceTimersByTime(900);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(30_000);
    expect(sockets.length).toBeGreaterThan(1);
  });

  test('the closing frame tells why, also when the close code got lost', () => {
    const { last, onclosed } = setUp();
    last().open();
    last().hear({ type: 'closing', code: 'ended' });
    last().drop(1006);
    expect(onclosed).toHaveBeenCalledWith('ended');
  });

  test('an old connection has nothing to say any more', () => {
    const { last, sockets, onframe } = setUp();
    last().open();
    const old = last();
    const hear = old.onmessage;
    old.drop();
    vi.advanceTimersByTime(1000);
    hear?.({ data: '{"type":"patch"}' });
    expect(sockets).toHaveLength(2);
    expect(onframe).not.toHaveBeenCalled();
  });

  test.each(['<html>', 'null', '{"type":"patch","se'])('noise that is no frame is a lost line: %s', (noise) => {
    const { last, sockets, onframe, onlost } = setUp();
    last().open();
    last().onmessage?.({ data: noise });
    expect(onframe).not.toHaveBeenCalled();
    expect(onlost).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1000);
    expect(sockets).toHaveLength(2);
  });
});

/** The wire goes; time for the question whether the server can be reached, and for the wait before the next try. */
async function fail({ sockets, last }: ReturnType<typeof setUp>, code?: number): Promise<void> {
  const count = sockets.length;
  last().drop(code);
  while (sockets.length === count) await vi.advanceTimersByTimeAsync(100);
}

/** As long as there is an answer to every ping. */
async function live(wire: FakeWire, ms: number): Promise<void> {
  for (let spent = 0; spent < ms; spent += 10_000) {
    await vi.advanceTimersByTimeAsync(10_000);
    wire.hear({ type: 'pong' });
  }
}

const waysOf = (sockets: FakeWire[]) => sockets.map((one) => one.way);
const welcome = { type: 'welcome' };

async function onTheDetour(options: Parameters<typeof setUp>[0] = {}) {
  const all = setUp(options);
  for (let n = 0; n < 2; n++) await fail(all);
  all.last().open();
  all.last().hear(welcome);
  return all;
}

describe('Line on its way', () => {
  test('what fails twice in a row while the server is there gives way to the next, and after the last comes the first', async () => {
    const all = setUp();
    for (let n = 0; n < 6; n++) await fail(all);
    expect(waysOf(all.sockets)).toEqual(['socket', 'socket', 'events', 'events', 'poll', 'poll', 'socket']);
  });

  test('no way is to blame for a server that is not there', async () => {
    const all = setUp({ reachable: false });
    for (let n = 0; n < 6; n++) await fail(all);
    expect(new Set(waysOf(all.sockets))).toEqual(new Set(['socket']));
  });

  test('a filter that lets it open and swallows what is said is found out at once', async () => {
    const { last, sockets } = setUp();
    last().open();
    await vi.advanceTimersByTimeAsync(7_000);
    expect(waysOf(sockets)).toEqual(['socket', 'events']);
  });

  test('a knock that is never answered is tried once more before it is blamed', async () => {
    const { sockets } = setUp();
    await vi.advanceTimersByTimeAsync(14_000);
    expect(waysOf(sockets)).toEqual(['socket', 'socket', 'events']);
  });

  test('what knocked before the network came back is not waited for, nor blamed', async () => {
    const { line, sockets, last, onlost } = setUp();
    await vi.advanceTimersByTimeAsync(5_900);
    line.wake();
    expect([sockets[0]?.readyState, sockets.length]).toEqual([3, 2]);
    await vi.advanceTimersByTimeAsync(1_000);
    last().open();
    last().hear(welcome);
    expect([line.way, onlost.mock.calls.length]).toEqual(['socket', 0]);
    line.wake();
    expect([sockets.length, last().sent.at(-1)?.type]).toEqual([2, 'ping']);
  });

  test('who was welcomed and is cut off again and again goes round too', async () => {
    const all = setUp();
    for (let n = 0; n < 2; n++) { all.last().open(); all.last().hear(welcome); await fail(all); }
    expect(waysOf(all.sockets)).toEqual(['socket', 'socket', 'events']);
  });

  test('what lasted a while is not blamed for a loss', async () => {
    const all = setUp();
    for (let n = 0; n < 4; n++) {
      all.last().open();
      all.last().hear(welcome);
      await live(all.last(), 10_000);
      await fail(all);
    }
    expect(new Set(waysOf(all.sockets))).toEqual(new Set(['socket']));
  });

  test('a server that says why it closes is no blocked way', async () => {
    const all = setUp();
    for (let n = 0; n < 3; n++) { all.last().open(); await fail(all, 4000); }
    expect(new Set(waysOf(all.sockets))).toEqual(new Set(['socket']));
  });

  test('the next page begins with what worked', async () => {
    const { keep, line } = await onTheDetour();
    expect(line.way).toBe('events');
    line.stop();
    expect(setUp({ keep }).last().way).toBe('events');
  });

  test('only one way, for whoever looks for a fault', async () => {
    const all = setUp({ only: 'poll' });
    for (let n = 0; n < 4; n++) await fail(all);
    all.last().open();
    all.last().hear(welcome);
    await live(all.last(), 700_000);
    expect(new Set(waysOf(all.sockets))).toEqual(new Set(['poll']));
    expect(all.keep.get('way')).toBeNull();
  });

  test('a better way is tried beside the line, and takes over with a whole view', async () => {
    const { last, line, sockets, onswitched, onlost, onframe } = await onTheDetour();
    const [detour, lost] = [last(), onlost.mock.calls.length];
    await live(detour, 60_000);
    expect(last().way).toBe('socket');
    last().open();
    expect(last().sent).toEqual([{ type: 'hello', whole: true }]);
    detour.hear({ type: 'patch' });
    expect(onframe).toHaveBeenLastCalledWith({ type: 'patch' });
    expect(detour.readyState).toBe(1);
    last().hear(welcome);
    expect([line.way, detour.readyState, onswitched.mock.calls.length]).toEqual(['socket', 3, 1]);
    expect(onframe).toHaveBeenLastCalledWith(welcome);
    await live(last(), 20_000);
    expect(last().sent.at(-1)).toEqual({ type: 'ping' });
    await live(last(), 600_000);
    expect(onlost).toHaveBeenCalledTimes(lost);
    expect(sockets.at(-1)).toBe(last());
    expect(waysOf(sockets)).toEqual(['socket', 'socket', 'events', 'socket']);
  });

  test('a better way that still does not work is tried less and less often, and disturbs nothing', async () => {
    const { last, sockets, line, onlost, onswitched } = await onTheDetour();
    const [detour, lost] = [last(), onlost.mock.calls.length];
    const trials = () => sockets.length - sockets.indexOf(detour) - 1;
    await live(detour, 60_000);
    last().drop();
    await live(detour, 110_000);
    expect(trials()).toBe(1);
    await live(detour, 10_000);
    last().open();
    last().hear({ type: 'closing', code: 'flood' });
    await live(detour, 230_000);
    expect(trials()).toBe(2);
    await live(detour, 10_000);
    expect(trials()).toBe(3); // and one that never answers:
    await live(detour, 60_000);
    expect(last().readyState).toBe(3);
    expect([line.way, detour.readyState]).toEqual(['events', 1]);
    expect(onlost).toHaveBeenCalledTimes(lost);
    expect(onswitched).not.toHaveBeenCalled();
  });

  test('a page that goes says so where its browser would not, and may come back', async () => {
    const { line, last, sockets } = await onTheDetour();
    const left = last();
    line.leave();
    expect(left.readyState).toBe(3);
    await vi.advanceTimersByTimeAsync(1000);
    expect(last()).not.toBe(left);
    const socket = setUp();
    socket.line.leave();
    expect([socket.last().readyState, sockets.length]).toEqual([0, 4]);
  });

  test('a beat without news is answered, also when no timer rings', () => {
    const { last } = setUp();
    last().open();
    last().onmessage?.({ data: '' });
    expect(last().sent.at(-1)).toEqual({ type: 'ping' });
  });
});

test('an unknown reason is a loss like any other', () => {
  expect(policyOf(reasonOf(1006))).toEqual({ again: true, wait: 0 });
  expect(policyOf(reasonOf(4099))).toEqual({ again: true, wait: 0 });
});

test('the wait doubles up to a limit and is never the same for all', () => {
  expect(backOff(0, () => 1)).toBe(500);
  expect(backOff(3, () => 1)).toBe(4000);
  expect(backOff(50, () => 1)).toBe(15_000);
  expect(backOff(3, () => 0)).toBe(2000);
});
