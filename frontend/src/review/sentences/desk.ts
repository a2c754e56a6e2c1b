// What the facilitator puts on the table.
import { t } from '../../i18n';
import { type Data, type Maker, type Teller, text } from './types';

const what = (fields: unknown) => text(((fields ?? {}) as Data).what);

function debrief({ fields }: Data, { content }: Teller): string {
  const { script, step } = (fields ?? {}) as Data;
  const steps = content?.scripts[text(script)]?.steps;
  const question = typeof step === 'number' ? steps?.[step]?.question : undefined;
  return question ? t('Kampvuur: {question}', { question }) : t('Kampvuur: iets ingevuld');
}

function prompt({ prompt: id }: Data, { content }: Teller): string {
  return id ? t('Zin op het scherm: {text}', { text: content?.prompts[text(id)]?.text ?? text(id) }) : t('De zin gaat van het scherm');
}

export const desk: Record<string, Maker> = {
  screen_blanked: ({ on }) => (on ? t('Het scherm gaat op zwart') : t('Het scherm is weer aan')),
  prompt_shown: prompt,
  insight_captured: (data) => t('Inzicht: {text}', { text: text(data.text) }),
  insight_edited: ({ shown, text: words }) => (shown ? t('Inzicht aangepast, te zien: {text}', { text: text(words) }) : t('Inzicht aangepast: {text}', { text: text(words) })),
  insight_dropped: () => t('Inzicht weggehaald'),
  insight_restored: () => t('Inzicht teruggehaald'),
  note_written: (data) => t('Notitie: {text}', { text: text(data.text) }),
  bookmarked: ({ label }) => t('Markering: ‘{label}’', { label: text(label) }),
  action_added: ({ fields }) => t('Actie: {what}', { what: what(fields) }),
  action_edited: ({ fields }) => (what(fields) ? t('Actie aangepast: {what}', { what: what(fields) }) : t('Actie aangepast')),
  action_dropped: () => t('Actie weggehaald'),
  school_set: () => t('De eigen school is beschreven'),
  debrief_set: debrief,
  undone: () => t('De spelleider zet een stap terug'),
};
