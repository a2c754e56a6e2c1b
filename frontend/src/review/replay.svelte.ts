// The view at a moment: asked once, kept, and the neighbours asked ahead.
import type { View } from '../live/view';
import { ask, Refused } from './log';
import { t } from '../i18n';

const KEPT = 120;
/** Of keys that are pressed one after another, only the last is asked for. */
const REST_MS = 110;

export class Replay {
  view = $state.raw<View | undefined>();
  seq = $state(0);
  busy = $state(false);
  error = $state('');
  readonly #code: string;
  #kept = new Map<string, Promise<View>>();
  #wanted = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(code: string) {
    this.#code = code;
  }

  /** `near`: moments that will probably be asked next. */
  show(seq: number, audience: string, near: number[] = []): void {
    const key = `${seq} ${audience}`;
    if (key === this.#wanted) return;
    this.#wanted = key;
    this.busy = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#take(seq, audience, near), this.#kept.has(key) ? 0 : REST_MS);
  }

  async #take(seq: number, audience: string, near: number[]): Promise<void> {
    const key = `${seq} ${audience}`;
    try {
      const view = await this.#fetch(seq, audience);
      if (this.#wanted !== key) return;
      Object.assign(this, { view, seq, error: '', busy: false });
      for (const one of near) this.#fetch(one, audience).catch(() => undefined);
    } catch (problem) {
      if (this.#wanted !== key) return;
      this.#wanted = '';
      this.busy = false;
      this.error = problem instanceof Refused ? problem.message : t('Even geen verbinding. Kies het moment nog een keer.');
    }
  }

  #fetch(seq: number, audience: string): Promise<View> {
    const key = `${seq} ${audience}`;
    const known = this.#kept.get(key);
    if (known) return known;
    const asked = ask(`/api/v1/sessions/${this.#code}/replay/${seq}?audience=${encodeURIComponent(audience)}`)
      .then((answer) => answer.json() as Promise<{ view: View }>).then(({ view }) => view);
    this.#kept.set(key, asked);
    asked.catch(() => this.#kept.delete(key));
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
    return asked;
  }
}
