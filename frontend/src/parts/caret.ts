// A partner's text comes in while you are in the field: where your caret belongs now.

function sameStart(before: string, after: string): number {
  let n = 0;
  while (n < before.length && n < after.length && before[n] === after[n]) n++;
  return n;
}

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
