// What was done to a text in one go: letters taken out at a place, letters put there.
export interface Splice { at: number; away: number; letters: string }

const isHigh = (text: string, at: number) => at > 0 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;

/** The smallest change between two texts that ends where the caret stands now. Never halfway a letter of two units. */
export function splice(before: string, after: string, caret: number): Splice {
  const most = Math.min(before.length, after.length);
  let end = 0;
  const mostEnd = Math.min(most, after.length - Math.min(caret, after.length));
  while (end < mostEnd && before.at(-1 - end) === after.at(-1 - end)) end++;
  let at = 0;
  while (at < most - end && before[at] === after[at]) at++;
  while (end < most - at && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (isHigh(before, at) || isHigh(after, at)) at--;
  if (isHigh(before, before.length - end) || isHigh(after, after.length - end)) end--;
  return { at, away: before.length - end - at, letters: after.slice(at, after.length - end) };
}

/** The same change in a text where somebody else changed something since. */
export function moved(own: Splice, before: string, now: string): Splice {
  if (before === now) return own;
  const other = splice(before, now, now.length);
  const at = other.at <= own.at ? Math.max(other.at, own.at + other.letters.length - other.away) : own.at;
  return { ...own, at, away: Math.min(own.away, now.length - at) };
}
