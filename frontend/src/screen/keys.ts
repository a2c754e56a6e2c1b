// The presenter's keys of the projector: what they do here, never in the session. As in most presenters' programs.
import { t } from '../i18n';
import type { KeyTable } from '../parts/keys';

export type ScreenAct = 'next' | 'back' | 'home' | 'blank' | 'join' | 'clock' | 'full' | 'large' | 'help';

export const SCREEN_KEYS: KeyTable<ScreenAct> = {
  next: ['ArrowRight', 'PageDown', 'ArrowDown'], back: ['ArrowLeft', 'PageUp', 'ArrowUp'], home: ['Home'], blank: ['b', '.'],
  // A clicker's start button sends F5; to load the page anew there is Ctrl+R.
  join: ['j', 'q'], clock: ['t'], full: ['f', 'F5'], large: ['l'], help: ['?'],
};

export function actWords(act: ScreenAct): string {
  const words: Record<ScreenAct, string> = {
    next: t('Blader verder op dit scherm'), back: t('Blader terug'), home: t('Terug naar wat de spelleider toont'),
    blank: t('Maak alleen dit scherm zwart, of weer licht'), join: t('Toon groot hoe je meedoet'), clock: t('Toon de klok groot'),
    full: t('Heel scherm, of weer een venster'), large: t('Grote letters, of weer gewone'), help: t('Toon deze toetsen'),
  };
  return words[act];
}

export function toggleFull(): void {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => undefined);
}
