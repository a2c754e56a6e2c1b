// What reviewers wrote beside a moment. It lies beside the log at the server too, and is fetched anew after each change.
import { t } from '../i18n';
import { ask, Refused } from './log';

export interface Annotation { id: string; seq: number; at: number; text: string; by: 'facilitator' | 'researcher'; mine: boolean; removable: boolean }

export class Annotations {
  all = $state.raw<Annotation[]>([]);
  error = $state('');
  busy = $state(false);
  readonly #address: string;

  constructor(code: string) {
    this.#address = `/api/v1/sessions/${code}/annotations`;
  }

  open = () => this.#work(async () => undefined);
  write = (seq: number, text: string) => this.#work(() => ask(this.#address, 'POST', { seq, text }));
  change = (id: string, text: string) => this.#work(() => ask(`${this.#address}/${id}`, 'PATCH', { text }));
  remove = (id: string) => this.#work(() => ask(`${this.#address}/${id}`, 'DELETE'));

  /** Whether it was done; if not, `error` says what to do. */
  async #work(act: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    try {
      await act();
      this.all = (await (await ask(this.#address)).json()) as Annotation[];
      this.error = '';
      return true;
    } catch (problem) {
      this.error = problem instanceof Refused ? problem.message : t('Even geen verbinding. Probeer het zo nog een keer.');
      return false;
    } finally {
      this.busy = false;
    }
  }
}
