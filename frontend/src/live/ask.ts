// Something that the server makes on request, beside the live connection.
import { t } from '../i18n';

/** Either what was asked for, or a sentence that says what to do. */
export type Made<T> = { made: T; message?: undefined } | { made?: undefined; message: string };

export const again = (): string => t('Even geen verbinding. Doe het zo nog een keer.');

export async function ask<T>(code: string, path: string, method: string, body?: object): Promise<Made<T>> {
  try {
    const answer = await fetch(`/api/v1/sessions/${code}/${path}`, {
      method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    const said: unknown = answer.status === 204 ? {} : await answer.json();
    return answer.ok ? { made: said as T } : { message: (said as { detail?: string }).detail ?? again() };
  } catch {
    return { message: again() };
  }
}
