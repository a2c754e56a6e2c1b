// Where your caret belongs after something else than you wrote in your field.

function sameStart(before: string, after: string): number {
  let n = 0;
  while (n < before.length && n < after.length && before[n] === after[n]) n++;
  return n;
}

/** A partner's text came in. */
export function movedCaret(before: string, after: string, caret: number): number {
  const start = sameStart(before, after);
  if (caret <= start) return caret;
  // Behind the change the distance to the end stays; within the change the caret goes to its end.
  const most = Math.min(before.length, after.length) - start;
  let end = 0;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const fromEnd = before.length - caret;
  return after.length - Math.min(fromEnd, end);
}

/** The beginning of a sentence put where the caret is, apart from what stands before it, with room to write on. */
export function begun(text: string, caret: number, start: string): { text: string; caret: number } {
  const [before, after] = [text.slice(0, caret), text.slice(caret).trimStart()];
  const head = `${before}${before && !/\s$/.test(before) ? ' ' : ''}${start} `;
  return { text: head + after, caret: head.length };
}
