import { expect, test } from 'vitest';
import type { Outcome } from '../../live/protocol';
import { eachField } from './each';

test('all parts are sent, the newest seq counts', async () => {
  let seq = 4;
  expect(await eachField({ a: 'x', b: 'y' }, async () => ({ ok: true, seq: seq++ }))).toEqual({ ok: true, seq: 5 });
});

test('a refusal names its part', async () => {
  const send = async (key: string): Promise<Outcome> => (key === 'b' ? { ok: false, code: 'too_long', message: 'Te lang', field: 'does' } : { ok: true, seq: 1 });
  expect(await eachField({ a: 'x', b: 'y' }, send)).toMatchObject({ ok: false, field: 'b' });
});
