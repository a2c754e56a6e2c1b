// What the console makes for others: links to other devices, the spare key, and seat cards.
import { again, ask, type Made } from '../live/ask';

export interface NewLink { url: string; qr: string }
export interface SpareKey extends NewLink { key: string }
export type LinkRole = 'screen' | 'cofacilitator' | 'handover';

export const makeLink = (code: string, role: LinkRole): Promise<Made<NewLink>> => ask(code, 'links', 'POST', { role });
export const makeKey = (code: string): Promise<Made<SpareKey>> => ask(code, 'key', 'POST');
export const endCofacilitators = (code: string): Promise<Made<object>> => ask(code, 'cofacilitators', 'DELETE');

/** New seat cards as a file to print; gives a sentence when it did not work. */
export async function makeSeatCards(code: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`/api/v1/sessions/${code}/seat-cards.pdf`, { method: 'POST' });
    if (!answer.ok) return ((await answer.json()) as { detail?: string }).detail;
    const address = URL.createObjectURL(await answer.blob());
    Object.assign(document.createElement('a'), { href: address, download: `plekkaarten-${code}.pdf` }).click();
    // The browser reads the file a moment later.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  } catch {
    return again();
  }
}
