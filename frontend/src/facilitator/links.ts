// What the console makes for others: a link that opens the projector, and seat cards.
import { t } from '../i18n';

export async function makeScreenLink(code: string): Promise<{ url?: string; message?: string }> {
  try {
    const answer = await fetch(`/api/v1/sessions/${code}/links`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ role: 'screen' }),
    });
    const body = (await answer.json()) as { url?: string; detail?: string };
    return answer.ok ? { url: body.url } : { message: body.detail };
  } catch {
    return { message: t('Even geen verbinding. Doe het zo nog een keer.') };
  }
}

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
    return t('Even geen verbinding. Doe het zo nog een keer.');
  }
}
