// The guard of the signpost: hold 600 ms, or press Enter twice, so that no stray tap moves a whole room.

export const HOLD_MS = 600;
const TWICE_MS = 1500;

export interface Hold {
  /** Pressed: `held` follows after 600 ms unless released. */
  press(): void;
  release(): void;
  /** Enter or space: the second within a moment counts. */
  key(): void;
}

export function holding(held: () => void, show: (state: 'idle' | 'pressing' | 'again') => void): Hold {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = false;
  const rest = () => {
    clearTimeout(timer);
    asked = false;
    show('idle');
  };
  const finish = () => {
    rest();
    held();
  };
  return {
    press: () => {
      rest();
      show('pressing');
      timer = setTimeout(finish, HOLD_MS);
    },
    release: () => !asked && rest(),
    key: () => {
      if (asked) return finish();
      clearTimeout(timer);
      asked = true;
      show('again');
      timer = setTimeout(rest, TWICE_MS);
    },
  };
}
