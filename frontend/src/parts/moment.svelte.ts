// A clock's 'now' in a component: turns exactly when the server's second turns, so that all screens turn together.
import { untilNext } from '../live/timer';
import type { Timer } from '../live/view';

export function momentOf(timer: () => Timer, now: () => number): { readonly value: number } {
  let value = $state(0);
  // Most of what happens in a session leaves the clock as it is.
  const clock = $derived(timer());
  $effect(() => {
    value = now();
    if (clock.state !== 'running') return;
    let next = setTimeout(function turn() {
      value = now();
      next = setTimeout(turn, untilNext(clock, value) + 5);
    }, untilNext(clock, value) + 5);
    return () => clearTimeout(next);
  });
  return { get value() { return value; } };
}
