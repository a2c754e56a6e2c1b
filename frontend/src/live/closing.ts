// Why the server closed, and whether coming back makes sense.
import type { ClosingCode } from './protocol';

export interface Policy {
  again: boolean;
  /** Wait at least this long: whoever was too slow or too loud should not knock at once. */
  wait: number;
}

const CODES: ClosingCode[] = [
  'restarting', 'replaced', 'removed', 'ended', 'too_slow', 'unauthorised', 'flood', 'protocol',
];
const RETURNS: Partial<Record<ClosingCode, number>> = { restarting: 1000, too_slow: 3000, flood: 15_000 };

export function reasonOf(closeCode: number): ClosingCode | undefined {
  return CODES[closeCode - 4000];
}

export function isClosing(word: string | undefined): boolean {
  return CODES.some((code) => code === word);
}

export function policyOf(reason: ClosingCode | undefined): Policy {
  if (!reason) return { again: true, wait: 0 };
  const wait = RETURNS[reason];
  return { again: wait !== undefined, wait: wait ?? 0 };
}

const FIRST = 500;
const MOST = 15_000;

/** Doubling with jitter, so that a whole room does not return in the same instant. */
export function backOff(attempt: number, chance: () => number = Math.random): number {
  return Math.min(MOST, FIRST * 2 ** Math.min(attempt, 10)) * (0.5 + chance() / 2);
}
