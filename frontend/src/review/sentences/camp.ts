// What a team does in a camp.
import { t } from '../../i18n';
import type { SpeakersBy } from '../../live/view';
import { orderName } from '../../parts/speaking';
import { count, type Data, type Maker, type Teller, text } from './types';

function fieldNames(fields: unknown): string {
  const names: Record<string, string> = {
    title: t('de titel'), text: t('wat ze doen'), ict: t('hoe ict helpt'), needs_now: t('wat nodig is'), develops_later: t('wat later komt'),
  };
  return Object.keys((fields ?? {}) as Data).map((key) => names[key] ?? key).join(', ');
}

function aspect(data: Data, { content }: Teller): string {
  const about = content?.aspects[text(data.aspect)];
  const position = about?.positions[String(data.position) as '-1' | '0' | '1'];
  return t('Legt vast: {aspect}: {position}', { aspect: about?.name ?? text(data.aspect), position: position ?? count(data.position) });
}

const actorName = (id: unknown, { content }: Teller) => content?.actors[text(id)]?.name ?? text(id);
const factorName = (id: unknown, { content }: Teller) => content?.factors[text(id)]?.name ?? text(id);

function submitted({ round, team }: Data, teller: Teller): string {
  const title = teller.title(count(round), count(team));
  return title ? t('Levert in: {title}', { title }) : t('Levert de oplossing in');
}

export const camp: Record<string, Maker> = {
  persona_picked: ({ persona }, { content }) =>
    persona ? t('Neemt {name} mee', { name: content?.personas[text(persona)]?.name ?? text(persona) }) : t('Legt de leerling terug'),
  actor_picked: ({ actor }, { content }) =>
    actor ? t('Denkt als {actor}', { actor: content?.actors[text(actor)]?.as ?? text(actor) }) : t('Legt de blik terug'),
  draft_written: ({ fields }) => t('Schrijft aan: {fields}', { fields: fieldNames(fields) }),
  solution_placed: ({ part, source }) => {
    if (source === 'paper') return part ? t('Legt een onderdeel op het kompas, van het papieren bord') : t('Legt de oplossing op het kompas, van het papieren bord');
    return part ? t('Legt een onderdeel op het kompas') : t('Legt de oplossing op het kompas');
  },
  self_placed: ({ source }) => (source === 'paper' ? t('Legt de oplossing als zichzelf, van het papieren bord') : t('Legt de oplossing als zichzelf')),
  solution_shifted: ({ source }) => (source === 'paper' ? t('Verschuift na het gesprek, van het papieren bord') : t('Verschuift na het gesprek')),
  aspect_set: aspect,
  actor_linked: ({ actor }, teller) => t('Betrekt: {name}', { name: actorName(actor, teller) }),
  factor_linked: ({ factor }, teller) => t('Verandert: {name}', { name: factorName(factor, teller) }),
  part_unlinked: ({ kind }) => (kind === 'self' ? t('Haalt de plek als zichzelf weg') : t('Haalt een onderdeel weg')),
  solution_submitted: submitted,
  solution_withdrawn: () => t('Neemt de oplossing weer terug'),
  solution_reopened: ({ round }) => t('Mag weer verder aan kamp {n}', { n: count(round) }),
  solutions_revealed: () => t('Alle oplossingen tegelijk onthuld'),
  speakers_ordered: ({ by }) => (by ? t('Volgorde van vertellen: {order}', { order: orderName(text(by) as SpeakersBy) }) : t('De schermen stellen de volgorde weer voor')),
  team_spotlit: ({ team }) => (team ? t('Vertelt over de oplossing') : t('Weer alle oplossingen in beeld')),
};
