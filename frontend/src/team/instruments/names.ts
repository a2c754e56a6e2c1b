// What the ways in are called on their button.
import { t } from '../../i18n';
import type { View } from '../../live/view';
import { slotIn, type Way } from './ways';

export function nameOf(way: Way, view: View): string {
  switch (way) {
    case 'network': return t('Jullie netwerk');
    case 'dilemma': return t('Het dilemma');
    case 'teacher_profile': return t('Leraarprofiel, voor jou alleen');
    case 'slot': return slotIn(view)?.title || t('Vragenlijst');
    case 'shown': return t('Wat op het grote scherm staat');
  }
}
