// The cards' texts: fetched once, and asked again until they are there.
import { backOff } from './closing';
import type { Content } from './content';

async function attempt(code: string, language: string): Promise<Content | undefined> {
  try {
    const address = `/api/v1/sessions/${code}/content?language=${language}`;
    const answer = await fetch(address, { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as Content) : undefined;
  } catch {
    return undefined;
  }
}

/** In this language; undefined when it is not wanted any more. */
export async function fetchContent(code: string, language: string, wanted: () => boolean): Promise<Content | undefined> {
  for (let turn = 0; wanted(); turn++) {
    const content = await attempt(code, language);
    if (content) return wanted() ? content : undefined;
    await new Promise((resolve) => setTimeout(resolve, backOff(turn)));
  }
  return undefined;
}
