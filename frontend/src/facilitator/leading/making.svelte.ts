// A button that asks the server to make something: busy while it does, and a sentence when it did not.
import type { Made } from '../../live/ask';

export class Making<T> {
  made = $state.raw<T | undefined>();
  wrong = $state('');
  busy = $state(false);
  readonly #ask: () => Promise<Made<T>>;

  constructor(ask: () => Promise<Made<T>>) {
    this.#ask = ask;
  }

  start = async (): Promise<boolean> => {
    this.busy = true;
    const { made, message } = await this.#ask();
    [this.busy, this.made, this.wrong] = [false, made, message ?? ''];
    return made !== undefined;
  };

  forget = (): void => {
    [this.made, this.wrong] = [undefined, ''];
  };
}
