// The whole compass in a sentence or two: what a reader hears instead of the picture.
import { t, tn } from '../i18n';
import type { Place } from '../live/view';
import { spokenAfter, spokenPlace } from './sentence';
import type { Cloud, Mark } from './types';

export interface Described {
  marks: Mark[];
  clouds: Cloud[];
  reading?: Place;
  sealed?: number[];
  empty?: boolean;
}

function ofTeam(mark: Mark): string {
  if (!mark.name) return spokenPlace(mark);
  return spokenAfter(mark.now ? `${mark.name}:` : t('{team} in kamp {n}:', { team: mark.name, n: mark.round }), mark);
}

function ofRoom(cloud: Cloud, marks: Mark[]): string {
  if (cloud.name && cloud.centre) return spokenAfter(`${cloud.name}:`, cloud.centre);
  const team = marks.find((mark) => mark.team === cloud.team)?.name ?? '';
  if (!cloud.enough || !cloud.centre) return t('Nog te weinig antwoorden voor een wolk.');
  return spokenAfter(t('De zaal leest {team} zo:', { team }), cloud.centre);
}

export function describe({ marks, clouds, reading, sealed, empty }: Described): string {
  if (sealed) return `${t('Kompas, nog dicht.')} ${tn('{n} oplossing is ingeleverd.', '{n} oplossingen zijn ingeleverd.', sealed.length)}`;
  const parts = [
    ...marks.filter((mark) => mark.now).map(ofTeam),
    ...marks.filter((mark) => !mark.now).map(ofTeam),
    ...clouds.map((cloud) => ofRoom(cloud, marks)),
    ...(reading ? [spokenAfter(t('Jouw plek:'), reading)] : []),
  ];
  if (!parts.length) return empty ? `${t('Kompas, nog leeg.')} ${t('Tik waar jullie oplossing ligt.')}` : t('Kompas, nog leeg.');
  return `${t('Kompas.')} ${parts.join(' ')}`;
}
