// What a phase is called, and where it stands in the day.
import { t } from '../i18n';
import type { Content } from '../live/content';
import type { AgendaItem, Phase, PhaseId } from '../live/view';

const CAMP: PhaseId[] = ['choose', 'work', 'reveal', 'discuss'];

export const inCamp = (id: PhaseId): boolean => CAMP.includes(id);

export function phaseName(id: PhaseId, content?: Content): string {
  const usual: Record<PhaseId, string> = {
    lobby: t('Aankomen'), welcome: t('Welkom'), choose: t('Kiezen'), work: t('Werken'), reveal: t('Onthullen'),
    discuss: t('Bespreken'), break: t('Rust'), vote: t('Stemmen'), debrief: t('Kampvuur'), evaluate: t('Evaluatie'), closed: t('Thuis'),
  };
  return content?.phases[id]?.title ?? usual[id];
}

/** 'Kamp 2, Bespreken', or only the name outside the camps. */
export function placeName({ id, round }: Pick<Phase, 'id' | 'round'>, content?: Content): string {
  const name = phaseName(id, content);
  return inCamp(id) && round ? t('Kamp {n}, {phase}', { n: round, phase: name }) : name;
}

/** What comes after this, in a word or two; undefined at the end of the day. */
export function nextName({ agenda, index, round }: Pick<Phase, 'agenda' | 'index' | 'round'>, content?: Content): string | undefined {
  const next = agenda[index + 1];
  if (!next) return undefined;
  return inCamp(next.id) && next.round !== round ? t('Kamp {n}', { n: next.round ?? 1 }) : phaseName(next.id, content);
}

export interface Leg { key: string; name: string; minutes: number; here: boolean }

/** The day in legs: a camp is one leg, whatever its steps. */
export function legs(phase: Pick<Phase, 'agenda' | 'index'>, content?: Content): Leg[] {
  const all: Leg[] = [];
  phase.agenda.forEach((item: AgendaItem, index) => {
    const key = inCamp(item.id) ? `camp-${item.round}` : item.id;
    const here = index === phase.index;
    const last = all.at(-1);
    if (last?.key === key) {
      last.minutes += item.minutes;
      last.here ||= here;
    } else all.push({ key, name: inCamp(item.id) ? t('Kamp {n}', { n: item.round ?? 1 }) : phaseName(item.id, content), minutes: item.minutes, here });
  });
  return all;
}
