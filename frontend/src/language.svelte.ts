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

const AGAIN_MS = 2000;
let fetching: Promise<void> | undefined;

/** Until every sentence of this page is here; asking fetches them. What the page says first came with it. */
export function allSentences(): Promise<void> {
  return (fetching ??= boot.more ? fetchSentences() : Promise.resolve());
}

async function fetchSentences(): Promise<void> {
  const wanted = boot.language;
  const address = `/language?${new URLSearchParams({ language: wanted, page: boot.page, sector: boot.sector })}`;
  // Whoever chose another language meanwhile got all of it.
  while (language() === wanted) {
    try {
      const answer = await fetch(address);
      if (answer.ok) {
        const next = (await answer.json()) as Spoken;
        if (language() === wanted) speak(next);
        return;
      }
    } catch {
      // The line is away: try until it is back.
    }
    await new Promise((done) => setTimeout(done, AGAIN_MS));
  }
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
