// A one-time link that opens the projector on another machine.
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
