// How much room a text still has: said near its limit only.
import { tn } from '../i18n';

/** The words for it; undefined while there is room enough. Texts that came together may be too long. */
export function roomLeft(length: number, max: number | undefined): string | undefined {
  if (max === undefined) return undefined;
  const left = max - length;
  if (left < 0) return tn('{n} teken te veel', '{n} tekens te veel', -left);
  return left <= Math.max(20, max / 10) ? tn('Nog {n} teken', 'Nog {n} tekens', left) : undefined;
}
