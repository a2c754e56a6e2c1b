import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LAPSE_MS, Outbox } from './outbox';
import { MemoryKeep } from './storage';

type Frame = { type: string; id: string } & Record<string, unknown>;

function setUp(keep = new MemoryKeep()) {
  const wire: Frame[] = [];
  const outbox = new Outbox({ keep, name: 'o', transmit: (frame) => wire.push(frame as Frame), lapsed: () => 'weg' });
  const ack = (frame: Frame | undefined) => outbox.answered({ type: 'ack', id: frame?.id ?? '', seq: 9 });
  return { outbox, wire, keep, ack };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Outbox', () => {
  test('waits for the welcome, then sends in order with ids of their own', () => {
    const { outbox, wire } = setUp();
    void outbox.add('pick_persona', { persona: 'yara' });
    void outbox.add('pick_actor', { actor: 'parent' });
    expect(wire).toEqual([]);
    outbox.opened('s_1');
    expect(wire.map((frame) => frame.type)).toEqual(['pick_persona', 'pick_actor']);
    expect(wire[0]?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(wire[0]?.id).not.toBe(wire[1]?.id);
  });

  test('tells what the server answered', async () => {
    const { outbox, wire, ack } = setUp();
    outbox.opened('s_1');
    const first = outbox.add('ready', { on: true });
    const second = outbox.add('vote', { team: 1 });
    ack(wire[0]);
    outbox.answered({ type: 'reject', id: wire[1]?.id ?? '', code: 'own_team', message: 'Kies een ander.', field: 'team', seq: 9 });
    expect(await first).toEqual({ ok: true, seq: 9 });
    expect(await second).toEqual({ ok: false, code: 'own_team', message: 'Kies een ander.', field: 'team' });
  });

  test('sends again with the same id after the connection came back', () => {
    const { outbox, wire } = setUp();
    outbox.opened('s_1');
    void outbox.add('submit_solution', {});
    outbox.lost();
    outbox.opened('s_1');
    expect(wire).toHaveLength(2);
    expect(wire[1]).toEqual(wire[0]);
  });

  test('survives a reload, unless another seat sits here now', () => {
    const { outbox, keep, wire } = setUp();
    outbox.opened('s_1');
    outbox.lost();
    void outbox.add('link_actor', { actor: 'parent', does: 'belt' });
    void outbox.add('submit_solution', {});
    expect(wire).toEqual([]);
    const same = setUp(keep);
    same.outbox.opened('s_1');
    expect(same.wire.map((frame) => frame.type)).toEqual(['link_actor', 'submit_solution']);
    const other = setUp(keep);
    other.outbox.opened('s_2');
    expect(other.wire).toEqual([]);
    expect(keep.keys('o')).toEqual([]);
  });

  test('an answer clears what was kept', () => {
    const { outbox, wire, keep, ack } = setUp();
    outbox.opened('s_1');
    void outbox.add('submit_solution', {});
    expect(keep.keys('o')).toHaveLength(1);
    ack(wire[0]);
    expect(keep.keys('o')).toEqual([]);
    expect(outbox.waiting).toBe(0);
  });

  test('steering lapses instead of arriving late', async () => {
    const { outbox, wire, keep } = setUp();
    const go = outbox.add('go', { phase: 'reveal', round: 1 }, 'soon');
    expect(keep.keys('o')).toEqual([]);
    vi.advanceTimersByTime(LAPSE_MS);
    expect(await go).toMatchObject({ ok: false, code: 'offline', message: 'weg' });
    outbox.opened(undefined);
    expect(wire).toEqual([]);
  });

  test('what lives on one connection ends with it', async () => {
    const { outbox } = setUp();
    expect(await outbox.add('write_draft', { fields: {} }, 'now')).toMatchObject({ code: 'offline' });
    outbox.opened('s_1');
    const draft = outbox.add('write_draft', { fields: { title: 'a' } }, 'now');
    outbox.lost();
    expect(await draft).toMatchObject({ code: 'offline' });
  });

  test('keeps a window, so that a long queue is no flood', () => {
    const { outbox, wire, ack } = setUp();
    for (let n = 0; n < 20; n++) void outbox.add('place', { regulation: n, interest: 0 });
    outbox.opened('s_1');
    expect(wire).toHaveLength(8);
    ack(wire[0]);
    expect(wire).toHaveLength(9);
  });
});
