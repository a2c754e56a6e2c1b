// The pages of the writing sheet: one thing at a time.
import { t } from '../../i18n';
import type { Content } from '../../live/content';
import type { Solution } from '../../live/view';

export type PageId = 'text' | 'place' | 'self' | 'people' | 'school' | 'aspects';

export interface Point { page: PageId; name: string; done: boolean; needed: boolean; said?: string }

const written = (text: string | undefined): boolean => !!text?.trim();

/** 'Genoeg om in te leveren': only title and text are needed, the rest may be. */
export function points(solution: Solution | undefined, texts: { title: string; text: string }, content?: Content): Point[] {
  const [people, factors, aspects] = [solution?.actors, solution?.factors, solution?.aspects].map((part) => Object.keys(part ?? {}).length) as [number, number, number];
  const all = Object.keys(content?.aspects ?? {}).length;
  return [
    { page: 'text', name: t('Titel en tekst'), done: written(texts.title) && written(texts.text), needed: true },
    { page: 'place', name: t('Plek op het kompas'), done: !!solution?.place, needed: false },
    { page: 'people', name: t('Wie doet wat'), done: people > 0, needed: false, said: people ? String(people) : undefined },
    { page: 'school', name: t('Wat verandert er'), done: factors > 0, needed: false, said: factors ? String(factors) : undefined },
    { page: 'aspects', name: t('Wie beslist'), done: aspects > 0, needed: false, said: aspects ? t('{n} van {all}', { n: aspects, all }) : undefined },
  ];
}

/** How much a factor changes, in words; nothing is better than something else. */
export function changes(): { value: number; words: string }[] {
  return [
    { value: -2, words: t('Veel minder') }, { value: -1, words: t('Iets minder') }, { value: 0, words: t('Gelijk') },
    { value: 1, words: t('Iets meer') }, { value: 2, words: t('Veel meer') },
  ];
}

export const changeWords = (change: number): string => changes().find(({ value }) => value === change)?.words ?? '';
