// One draft form over parts that the server takes one by one.
import type { Outcome } from '../../live/protocol';

/** Sends every part; the first that was refused is the answer, with its own name as field. */
export async function eachField(fields: Record<string, string>, send: (key: string, text: string) => Promise<Outcome>): Promise<Outcome> {
  const outcomes = await Promise.all(Object.entries(fields).map(async ([key, text]) => ({ key, outcome: await send(key, text) })));
  const refused = outcomes.find(({ outcome }) => !outcome.ok);
  if (refused && !refused.outcome.ok) return { ...refused.outcome, field: refused.key };
  return { ok: true, seq: Math.max(0, ...outcomes.map(({ outcome }) => (outcome.ok ? outcome.seq : 0))) };
}
