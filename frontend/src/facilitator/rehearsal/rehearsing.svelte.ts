// Steering the bots: they live on the server, beside the game, so this goes over HTTP. What comes of it stands in the view.
import { t } from '../../i18n';
import { useSession } from '../../live/session.svelte';

interface Wanted { teams?: number[]; speed?: number; leader?: boolean }
interface Change { speed?: number; paused?: boolean; leader?: boolean }

export class Rehearsing {
  busy = $state(false);
  message = $state<string | undefined>();
  readonly #url: string;

  constructor(code: string) {
    this.#url = `/api/v1/sessions/${code}/rehearsal`;
  }

  /** Without teams: all that are empty. Each gives true when it is done. */
  start = (wanted: Wanted): Promise<boolean> => this.#ask('POST', '', wanted);
  change = (change: Change): Promise<boolean> => this.#ask('PATCH', '', change);
  takeOver = (team: number): Promise<boolean> => this.#ask('DELETE', `/teams/${team}`);
  stop = (): Promise<boolean> => this.#ask('DELETE', '');

  forget = (): void => {
    this.message = undefined;
  };

  async #ask(method: string, path: string, body?: object): Promise<boolean> {
    this.busy = true;
    this.message = await ask(method, this.#url + path, body);
    this.busy = false;
    return this.message === undefined;
  }
}

/** What went wrong, as a sentence; undefined when nothing did. */
async function ask(method: string, url: string, body?: object): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { method, headers: { 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
    return answer.ok ? undefined : ((await answer.json()) as { detail: string }).detail;
  } catch {
    return t('Even geen verbinding. Doe het zo nog een keer.');
  }
}

export const useRehearsing = (): Rehearsing => new Rehearsing(useSession().code);
