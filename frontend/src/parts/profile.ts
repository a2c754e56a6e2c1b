// The school profile as a landscape: from traditional to innovative along two routes, and where the school stands per question.
import { t } from '../i18n';
import { type Content, type DesignQuestion, ordered, type StageId } from '../live/content';
import type { ProfileAnswer, View } from '../live/view';

/** Where each stage lies, as shares of the drawing: phase 1 and 4 are shared, 2 and 3 lie on the upper or the lower route. */
export const STAGES: Record<StageId, { x: number; y: number }> = {
  traditional: { x: 0, y: 0.5 }, flexible_2: { x: 1 / 3, y: 0 }, flexible_3: { x: 2 / 3, y: 0 },
  adaptive_2: { x: 1 / 3, y: 1 }, adaptive_3: { x: 2 / 3, y: 1 }, innovative: { x: 1, y: 0.5 },
};

export const isStage = (id: string | undefined): id is StageId => id !== undefined && id in STAGES;
export const stageName = (id: string, content?: Content): string => content?.design_stages[id]?.name ?? id;

export function questionsOf(content?: Content): [string, DesignQuestion][] {
  return ordered(content, 'design_questions').flatMap((id) => {
    const question = content?.design_questions[id];
    return question ? [[id, question] as [string, DesignQuestion]] : [];
  });
}

/** 'Nu: flexibel, fase 2. Gewenst: innovatief.' */
export function answerWords({ now, wanted }: ProfileAnswer, content?: Content): string {
  const said = [now && t('Nu: {place}.', { place: stageName(now, content) }), wanted && t('Gewenst: {place}.', { place: stageName(wanted, content) })];
  return said.filter(Boolean).join(' ') || t('Nog niet ingevuld.');
}

export const answered = (view: View): number => Object.values(view.profile).filter(({ now, wanted }) => now || wanted).length;
