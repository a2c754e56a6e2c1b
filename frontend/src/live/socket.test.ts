import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backOff, policyOf, reasonOf } from './closing';
import { Line } from './socket';

class FakeSocket {
  readyState = 0;
  sent: { type: string }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  send = (text: string) => void this.sent.push(JSON.parse(text) as { type: string });
  close = () => void (this.readyState = 3);
  open = () => { this.readyState = 1; this.onopen?.(); };
  hear = (frame: object) => this.onmessage?.({ data: JSON.stringify(frame) });
  drop = (code = 1006) => this.onclose?.({ code });
}

function setUp() {
  const sockets: FakeSocket[] = [];
  const [onframe, onlost, onclosed] = [vi.fn(), vi.fn(), vi.fn()];
  const line = new Line({
    url: 'ws://x', onframe, onlost, onclosed,
    hello: () => ({ type: 'hello' }), ping: () => ({ type: 'ping' }),
    open: () => { const socket = new FakeSocket(); sockets.push(socket); return socket as unknown as WebSocket; },
  });
  line.start();
  const last = () => sockets.at(-1) as FakeSocket;
  return { line, sockets, last, onframe, onlost, onclosed };
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
    vi.advanceTimersByTime(11_000);
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

  test('noise that is no frame is ignored', () => {
    const { last, onframe } = setUp();
    last().open();
    last().onmessage?.({ data: '<html>' });
    last().onmessage?.({ data: 'null' });
    expect(onframe).not.toHaveBeenCalled();
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
