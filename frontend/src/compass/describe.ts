// The whole compass in some sentences: what a reader hears instead of the picture.
import { t, tn } from '../i18n';
import type { Content } from '../live/content';
import type { Place } from '../live/view';
import { readingSentence, selfSentence, shiftSentence } from './difference';
import { spokenAfter, spokenPlace, spokenSpread } from './sentence';
import type { Cloud, Mark } from './types';

export interface Described {
  marks: Mark[];
  clouds: Cloud[];
  reading?: Place;
  sealed?: number[];
  content?: Content;
}

function ofTeam(mark: Mark, content?: Content): string {
  if (!mark.name) return spokenPlace(mark);
  if (!mark.now) return spokenAfter(t('{team} in kamp {n}:', { team: mark.name, n: mark.round }), mark);
  const laid = { place: mark, self: mark.self, shift: mark.shift };
  const team = { team: mark.name };
  return [spokenAfter(`${mark.name}:`, mark), selfSentence(laid, team, content?.actors[mark.actor ?? '']?.as), shiftSentence(laid, team)].filter(Boolean).join(' ');
}

function ofRoom(cloud: Cloud, marks: Mark[]): string {
  if (cloud.name && cloud.centre) return `${spokenAfter(`${cloud.name}:`, cloud.centre)} ${counted(cloud)}`;
  const mark = marks.find(({ team, now }) => now && team === cloud.team);
  if (!cloud.enough || !cloud.centre) return t('Nog te weinig antwoorden voor een wolk.');
  const read = mark ? spokenAfter(t('De zaal leest {team} zo:', { team: mark.name }), cloud.centre) : spokenPlace(cloud.centre);
  return [read, readingSentence(cloud, mark, { team: mark?.name ?? '' }), spokenSpread(cloud.major ?? 0)].join(' ');
}

const counted = ({ count, major = 0 }: Cloud): string => `${tn('{n} antwoord', '{n} antwoorden', count)}. ${spokenSpread(major)}`;

export function describe({ marks, clouds, reading, sealed, content }: Described): string {
  if (sealed) return `${t('Kompas, nog dicht.')} ${tn('{n} oplossing is ingeleverd.', '{n} oplossingen zijn ingeleverd.', sealed.length)}`;
  const parts = [
    ...marks.filter((mark) => mark.now).map((mark) => ofTeam(mark, content)),
    ...marks.filter((mark) => !mark.now).map((mark) => ofTeam(mark)),
    ...clouds.map((cloud) => ofRoom(cloud, marks)),
    ...(reading ? [spokenAfter(t('Jouw plek:'), reading)] : []),
  ];
  if (!parts.length) return t('Kompas, nog leeg.');
  return `${t('Kompas.')} ${parts.join(' ')}`;
}
