// An action, a question to take along and a follow-up meeting share one form; only its words differ.
import { t } from '../../i18n';
import type { ActionKind } from '../../live/commands';

export interface KindWords { head: string; what: string; lead: string; involved: string; month: string; none: string }

export function kindWords(kind: ActionKind): KindWords {
  const words: Record<ActionKind, KindWords> = {
    action: {
      head: t('Nieuwe actie'), what: t('Wat doen we?'), lead: t('Wie trekt?'), involved: t('Wie doen mee?'), month: t('Welke maand?'),
      none: t('Nog geen acties. Wat doen jullie morgen als eerste?'),
    },
    question: {
      head: t('Nieuwe vraag om mee te nemen'), what: t('Welke vraag nemen jullie mee?'), lead: t('Wie neemt hem mee?'), involved: t('Aan wie stellen jullie hem?'),
      month: t('Wanneer?'), none: t('Nog geen vragen. Wat weten jullie nog niet?'),
    },
    meeting: {
      head: t('Nieuwe afspraak'), what: t('Waarover komen jullie bij elkaar?'), lead: t('Wie nodigt uit?'), involved: t('Wie komen er?'),
      month: t('Wanneer?'), none: t('Nog geen afspraken. Wanneer kijken jullie samen terug?'),
    },
  };
  return words[kind];
}
