// Text for the projector is cut at a word; the seats keep the whole text.

/** The first sentence of a text: what a pitch begins with. */
export function firstSentence(text: string, max: number): string {
  const whole = text.trim().replace(/\s+/g, ' ');
  return cutWords(/^.*?[.?!](?=\s|$)/.exec(whole)?.[0] ?? whole, max);
}

/** At most `max` signs, never within a word; '…' says that there is more. */
export function cutWords(text: string, max: number): string {
  const whole = text.trim().replace(/\s+/g, ' ');
  if (whole.length <= max) return whole;
  const room = whole.slice(0, max);
  const at = room.lastIndexOf(' ');
  return `${(at > max / 2 ? room.slice(0, at) : room.slice(0, max - 1)).replace(/[\s,;:.–-]+$/, '')}…`;
}
