// A code with which a researcher can lay someone's answers of several moments side by side.
// Made in this browser and kept here: it is never sent, and nothing in this session knows it.
import type { Keep } from '../../live/storage';

/** Without letters and digits that look like each other. */
const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 6;

export function makeCode(draw: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  return [...draw(new Uint8Array(LENGTH))].map((byte) => SIGNS[byte % SIGNS.length]).join('');
}

/** The code of this person on this device; made once, the same ever after. */
export function codeOf(keep: Keep, session: string, person: number): string {
  const name = `maatwerk:code:${session}:${person}`;
  const known = keep.get(name);
  if (known) return known;
  const made = makeCode((bytes) => crypto.getRandomValues(bytes));
  keep.set(name, made);
  return made;
}
