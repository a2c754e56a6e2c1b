// The log as the server gives it: JSON Lines, one event a line.

export interface LogEvent { seq: number; at: number; type: string; version: number; data: Record<string, unknown> }

/** A problem that the server put into words (RFC 9457). */
export class Refused extends Error {}

async function refusal(answer: Response): Promise<Refused> {
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string; title?: string };
  return new Refused(problem.detail ?? problem.title ?? String(answer.status));
}

export async function ask(address: string, method = 'GET', body?: unknown): Promise<Response> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const answer = await fetch(address, { method, headers, ...sent });
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

export function parseLog(text: string): LogEvent[] {
  return text.split('\n').filter((line) => line.trim()).map((line) => JSON.parse(line) as LogEvent);
}

export async function fetchLog(code: string, after = 0): Promise<LogEvent[]> {
  const answer = await ask(`/api/v1/sessions/${code}/log${after ? `?after=${after}` : ''}`);
  return parseLog(await answer.text());
}
