/** Gives the earlier value as long as the new one says the same, so that nothing is drawn again. Plain data only. */
export function steady<T>(): (next: T) => T {
  let held: T | undefined;
  let said: string | undefined;
  return (next) => {
    const text = JSON.stringify(next);
    if (text !== said) [held, said] = [next, text];
    return held as T;
  };
}
