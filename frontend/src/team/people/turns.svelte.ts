// One laptop, several people: whose turn it is, and the moment between two turns.
import { untrack } from 'svelte';
import { whoseTurn } from '../persons';

export interface Turns {
  /** Who answers now, or between two people who comes next; undefined when everybody did. */
  readonly person: number | undefined;
  /** Between two people: the laptop goes round. */
  readonly passing: boolean;
  readonly done: number[];
  pass(): void;
  take(person: number): void;
}

/** `several`: more people answer here. `done` and `begun`: who, according to the view. */
export function turns(several: boolean, done: () => number[], begun: () => number[] = () => []): Turns {
  const [had, halfway] = untrack(() => [done(), begun().some((person) => !done().includes(person))]);
  let person = $state(several ? whoseTurn(had, untrack(begun)) : 1);
  let passing = $state(several ? had.length > 0 && !halfway : had.includes(1));
  // The server's answer comes before the view that shows it.
  let over = $state<number[]>([]);
  const all = () => [...new Set([...done(), ...over])].sort();
  return {
    get person() { return passing && several ? whoseTurn(all()) : person; },
    get passing() { return passing; },
    get done() { return all(); },
    pass() {
      if (person) over = [...over, person];
      passing = true;
    },
    take(next) { [person, passing] = [next, false]; },
  };
}
