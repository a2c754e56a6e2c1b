import { t } from '../i18n';
import type { Way } from '../live/ways';

/** How we are connected, for people: only a detour is worth a word more. */
export function connectedWords(way: Way): string {
  switch (way) {
    case 'socket': return t('Verbonden');
    case 'events': return t('Verbonden langs een omweg');
    case 'poll': return t('Verbonden langs een langzame omweg');
  }
}
