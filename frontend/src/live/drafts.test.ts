import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Drafts } from './drafts';
import type { Outcome } from './protocol';
import { MemoryKeep } from './storage';

type Sent = { fields: Record<string, string>; before: Record<string, string>; answer: (outcome: Outcome) => Promise<void> };

function setUp(keep = new MemoryKeep()) {
  const sent: Sent[] = [];
  const drafts = new Drafts({
    keep, name: 'd', changed: () => undefined,
    save: (fields, before) => new Promise((resolve) => {
      sent.push({ fields, before, answer: async (outcome) => { resolve(outcome); await Promise.resolve(); await Promise.resolve(); } });
    }),
  });
  drafts.field('text');
  drafts.connected(true);
  return { drafts, sent, keep, field: drafts.field('text') };
}
const ok = (seq: number): Outcome => ({ ok: true, seq });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('saving', () => {
  test('a field that is opened after the server told what it has can be saved too', () => {
    const { drafts, sent } = setUp();
    drafts.server({ title: 'Yara' });
    expect(drafts.field('title').text).toBe('Yara');
    drafts.type('ict', 'Een tablet');
    vi.advanceTimersByTime(400);
    expect(sent.map((s) => s.fields)).toEqual([{ ict: 'Een tablet' }]);
  });

  test('waits until typing rests, then sends the last text once', async () => {
    const { drafts, sent, field } = setUp();
    drafts.server({ text: '' });
    for (const text of ['Y', 'Ya', 'Yar']) {
      drafts.type('text', text);
      vi.advanceTimersByTime(300);
    }
    expect(sent).toHaveLength(0);
    vi.advanceTimersByTime(100);
    expect(sent.map((s) => s.fields)).toEqual([{ text: 'Yar' }]);
    expect(sent[0]?.before).toEqual({ text: '' });
    expect(field.saved).toBe(false);
    await sent[0]?.answer(ok(4));
    expect(field.saved).toBe(true);
  });

  test('typed while sending goes after the answer, built on it', async () => {
    const { drafts, sent } = setUp();
    drafts.server({});
    drafts.type('text', 'a');
    drafts.flush();
    drafts.type('text', 'ab');
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(1);
    await sent[0]?.answer(ok(9));
    vi.advanceTimersByTime(400);
    expect(sent[1]).toMatchObject({ fields: { text: 'ab' }, before: { text: 'a' } });
  });

  test('nothing is sent before the server was heard, so that no old text wins', () => {
    const { drafts, sent } = setUp();
    drafts.type('text', 'te vroeg');
    vi.advanceTimersByTime(5000);
    expect(sent).toHaveLength(0);
    drafts.server({ text: '' });
    vi.advanceTimersByTime(400);
    expect(sent).toHaveLength(1);
  });

  test('a text that the server refuses stays, with the reason beside it', async () => {
    const { drafts, sent, field } = setUp();
    drafts.server({});
    drafts.type('text', 'te lang');
    drafts.flush();
    await sent[0]?.answer({ ok: false, code: 'too_long', message: 'Maak de tekst korter.', field: 'fields.text' });
    expect([field.text, field.error, field.saved]).toEqual(['te lang', 'Maak de tekst korter.', false]);
  });
});

describe('without a connection', () => {
  test('keeps on this device and sends when it is back', async () => {
    const { drafts, sent, keep } = setUp();
    drafts.server({});
    drafts.connected(false);
    drafts.type('text', 'op de gang');
    vi.advanceTimersByTime(5000);
    expect(sent).toHaveLength(0);
    expect(keep.get('d:text')).toContain('op de gang');
    drafts.connected(true);
    vi.advanceTimersByTime(400);
    expect(sent[0]?.fields).toEqual({ text: 'op de gang' });
    await sent[0]?.answer(ok(2));
    expect(keep.get('d:text')).toBeNull();
  });

  test('a reload brings the unsent text back', () => {
    const { drafts, keep } = setUp();
    drafts.server({ text: 'oud' });
    drafts.connected(false);
    drafts.type('text', 'oud en nieuw');
    const again = setUp(keep);
    again.drafts.server({ text: 'oud' });
    vi.advanceTimersByTime(400);
    expect(again.field.text).toBe('oud en nieuw');
    expect(again.sent[0]?.fields).toEqual({ text: 'oud en nieuw' });
  });

  test('an answer that got lost is not written twice', async () => {
    const { drafts, sent, field } = setUp();
    drafts.server({});
    drafts.type('text', 'half');
    drafts.flush();
    await sent[0]?.answer({ ok: false, code: 'offline', message: '' });
    drafts.server({ text: 'half' });
    vi.advanceTimersByTime(5000);
    expect(sent).toHaveLength(1);
    expect(field.saved).toBe(true);
  });
});

describe('with a partner in the same field', () => {
  test('adopts the other text when nothing of mine waits', () => {
    const { drafts, field } = setUp();
    drafts.server({ text: 'een' });
    drafts.server({ text: 'een twee' });
    expect([field.text, field.conflict]).toEqual(['een twee', undefined]);
  });

  test('my own words coming back are no conflict', async () => {
    const { drafts, sent, field } = setUp();
    drafts.server({});
    drafts.type('text', 'mijn');
    drafts.flush();
    drafts.type('text', 'mijn zin');
    drafts.server({ text: 'mijn' });
    await sent[0]?.answer(ok(2));
    expect([field.text, field.conflict]).toEqual(['mijn zin', undefined]);
  });

  test('keeps mine, offers theirs, and sends nothing until someone chose', () => {
    const { drafts, sent, field } = setUp();
    drafts.server({ text: 'samen' });
    drafts.type('text', 'samen ik');
    drafts.server({ text: 'samen jij' });
    vi.advanceTimersByTime(5000);
    expect(field.text).toBe('samen ik');
    expect(field.conflict).toEqual({ mine: 'samen ik', theirs: 'samen jij' });
    expect(sent).toHaveLength(0);
  });

  test('a reload offers the choice again', () => {
    const { drafts, keep } = setUp();
    drafts.server({ text: '' });
    drafts.type('text', 'ik');
    drafts.server({ text: 'jij' });
    const again = setUp(keep);
    again.drafts.server({ text: 'jij' });
    vi.advanceTimersByTime(400);
    expect(again.field.conflict).toEqual({ mine: 'ik', theirs: 'jij' });
    expect(again.sent).toHaveLength(0);
  });

  test('mine: goes to the server, built on theirs', () => {
    const { drafts, sent, field } = setUp();
    drafts.server({ text: '' });
    drafts.type('text', 'ik');
    drafts.server({ text: 'jij' });
    drafts.resolve('text', 'mine');
    expect(sent[0]).toMatchObject({ fields: { text: 'ik' }, before: { text: 'jij' } });
    expect(field.conflict).toBeUndefined();
  });

  test('theirs: takes over and is saved', () => {
    const { drafts, sent, field, keep } = setUp();
    drafts.server({ text: '' });
    drafts.type('text', 'ik');
    drafts.server({ text: 'jij' });
    drafts.resolve('text', 'theirs');
    expect([field.text, field.saved, sent.length, keep.get('d:text')]).toEqual(['jij', true, 0, null]);
  });

  test('both wrote at once: the other version stays on offer after mine arrived', async () => {
    const { drafts, sent, field } = setUp();
    drafts.server({ text: '' });
    drafts.type('text', 'ik');
    drafts.flush();
    drafts.server({ text: 'jij' });
    await sent[0]?.answer(ok(3));
    drafts.server({ text: 'ik' });
    expect(field.text).toBe('ik');
    expect(field.conflict?.theirs).toBe('jij');
    drafts.resolve('text', 'theirs');
    expect(sent[1]?.fields).toEqual({ text: 'jij' });
  });

  test('refused for a conflict: waits for the other version to come in', async () => {
    const { drafts, sent, field } = setUp();
    drafts.server({ text: '' });
    drafts.type('text', 'ik');
    drafts.flush();
    await sent[0]?.answer({ ok: false, code: 'conflict', message: '' });
    drafts.server({ text: 'jij' });
    expect(field.conflict).toEqual({ mine: 'ik', theirs: 'jij' });
  });
});
