// What the pack says: fetched once, and asked again until it is there.
import { backOff } from './closing';
import type { Content } from './content';

async function attempt<T>(code: string, part: string, language: string): Promise<T | undefined> {
  try {
    const address = `/api/v1/sessions/${code}/${part}?language=${language}`;
    const answer = await fetch(address, { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}

/** In this language; undefined when it is not wanted any more. */
export async function fetchPart<T>(code: string, part: string, language: string, wanted: () => boolean): Promise<T | undefined> {
  for (let turn = 0; wanted(); turn++) {
    const content = await attempt<T>(code, part, language);
    if (content) return wanted() ? content : undefined;
    await new Promise((resolve) => setTimeout(resolve, backOff(turn)));
  }
  return undefined;
}

/** The cards' texts. */
export const fetchContent = (code: string, language: string, wanted: () => boolean) => fetchPart<Content>(code, 'content', language, wanted);
