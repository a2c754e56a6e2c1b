// One laptop, several people: whose turn it is, and the moment between two turns.
import { untrack } from 'svelte';
import { whoseTurn } from '../persons';

export interface Turns {
  /** Who answers now; undefined when everybody did. */
  readonly person: number | undefined;
  /** Between two people: the laptop goes round. */
  readonly passing: boolean;
  pass(): void;
  take(person: number): void;
}

/** `several`: more people answer here. `done` and `begun`: who, according to the view. */
export function turns(several: boolean, done: () => number[], begun: () => number[] = () => []): Turns {
  const first = untrack(() => (several ? whoseTurn(done(), begun()) : 1));
  let person = $state(first);
  const halfway = untrack(() => first !== undefined && begun().includes(first));
  let passing = $state(untrack(() => (several ? done().length > 0 && !halfway : done().includes(1))));
  return {
    get person() { return person; },
    get passing() { return passing; },
    pass() {
      passing = true;
      person = several ? whoseTurn(done()) : 1;
    },
    take(next) { [person, passing] = [next, false]; },
  };
}
