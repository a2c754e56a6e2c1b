// The design matrix: six stages along two routes, and which one comes next.
import type { DesignQuestion, StageId } from '../../live/content';
import type { ProfileAnswer } from '../../live/view';

/** Where a stage lies: the routes part after traditional and meet again at innovative. */
export const ROUTES: StageId[][] = [
  ['traditional', 'flexible_2', 'flexible_3', 'innovative'],
  ['traditional', 'adaptive_2', 'adaptive_3', 'innovative'],
];

const step = (route: StageId[], now: StageId, wanted: StageId): StageId | undefined => {
  const [from, to] = [route.indexOf(now), route.indexOf(wanted)];
  return from < 0 || to < 0 ? undefined : route[from + Math.sign(to - from)];
};

/** The neighbours of now on the way to wanted: two when both routes lead there, wanted itself when it lies on the other route. */
export function nextStages({ now, wanted }: ProfileAnswer): StageId[] {
  if (!now || !wanted || now === wanted) return [];
  const steps = ROUTES.flatMap((route) => step(route, now as StageId, wanted as StageId) ?? []);
  return steps.length ? [...new Set(steps)] : [wanted as StageId];
}

/** The next stages in words; stages that say the same stand together. */
export function nextTexts(answer: ProfileAnswer, question: DesignQuestion): { stages: StageId[]; text: string }[] {
  const texts = new Map<string, StageId[]>();
  for (const stage of nextStages(answer)) texts.set(question.stages[stage], [...(texts.get(question.stages[stage]) ?? []), stage]);
  return [...texts].map(([text, stages]) => ({ text, stages }));
}
