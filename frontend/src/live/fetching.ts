// The cards' texts: fetched once, and asked again until they are there.
import { backOff } from './closing';
import type { Content } from './content';

async function attempt(code: string): Promise<Content | undefined> {
  try {
    const answer = await fetch(`/api/v1/sessions/${code}/content`, { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as Content) : undefined;
  } catch {
    return undefined;
  }
}

export async function fetchContent(code: string): Promise<Content> {
  for (let turn = 0; ; turn++) {
    const content = await attempt(code);
    if (content) return content;
    await new Promise((resolve) => setTimeout(resolve, backOff(turn)));
  }
}
