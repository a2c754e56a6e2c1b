// The language that this person reads. It changes under a page that stays as it is, so that nothing typed is lost.
import { boot } from './boot';

export type Language = (typeof boot)['language'];

interface Spoken {
  language: Language;
  catalog: Record<string, string>;
}

let spoken = $state.raw<Spoken>({ language: boot.language, catalog: boot.catalog });

/** Reactive: what reads it in a template or `$derived` is said anew. */
export const language = (): Language => spoken.language;

/** By Dutch sentence; in the words of the session's sector. */
export const catalog = (): Record<string, string> => spoken.catalog;

export function speak(next: Spoken): void {
  spoken = next;
  if (globalThis.document) document.documentElement.lang = next.language;
}

/** Keeps the choice on this device and changes every sentence on this page; false when the server cannot be reached. */
export async function choose(next: Language): Promise<boolean> {
  try {
    const body = new URLSearchParams({ language: next, page: boot.page, sector: boot.sector });
    const answer = await fetch('/language', { method: 'POST', headers: { accept: 'application/json' }, body });
    if (!answer.ok) return false;
    speak((await answer.json()) as Spoken);
    return true;
  } catch {
    return false;
  }
}
