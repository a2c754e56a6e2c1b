// What a dilemma came to, in words.
import { t } from '../i18n';
import type { Content, Dilemma as Card } from '../live/content';
import type { Dilemma } from '../live/view';
import { listed } from './written';

/** 'Omhoog: betrokkenheid van leerlingen. Omlaag: leertijd.' */
export function effectWords(card: Card, option: string | undefined, content?: Content): string {
  const effects = Object.entries(card.options.find(({ id }) => id === option)?.effects ?? {});
  const names = (way: number) => listed(effects.filter(([, by]) => by === way).map(([id]) => content?.indicators[id]?.name ?? id));
  return [names(1) && t('Omhoog: {names}.', { names: names(1) }), names(-1) && t('Omlaag: {names}.', { names: names(-1) })].filter(Boolean).join(' ');
}

export function outcomeWords(dilemma: Dilemma, card: Card): string {
  const chosen = card.options.find(({ id }) => id === dilemma.chosen);
  if (chosen) return t('De zaal kiest: {option}', { option: chosen.text });
  return dilemma.tie?.length ? t('Gelijk. De spelleider zegt hoe we verdergaan.') : t('Er is niet gestemd.');
}
