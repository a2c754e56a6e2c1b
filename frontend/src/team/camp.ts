// In which camp we are, or were last, and which school belongs to it.
import { t } from '../i18n';
import type { Content, School } from '../live/content';
import type { OwnSchool, Phase, View } from '../live/view';

/** The camp of this phase, else the last one that was entered; undefined before the first. */
export function campOf({ round, agenda, index }: Pick<Phase, 'round' | 'agenda' | 'index'>): number | undefined {
  const passed = agenda.slice(0, index + 1).flatMap((item) => item.round ?? []);
  return round ?? passed.at(-1);
}

export function schoolIn(view: View, round: number, content?: Content): School | undefined {
  const id = { 1: view.session.school1, 2: view.session.school2 }[round];
  return id ? content?.schools[id] : undefined;
}

export type SchoolPart = 'summary' | 'context' | 'vision' | 'building' | 'timetable' | 'team' | 'ict';
const PARTS: SchoolPart[] = ['summary', 'context', 'vision', 'building', 'timetable', 'team', 'ict'];

/** What is known about a school, in the order in which one would tell it. */
export function schoolParts(school: Partial<Record<SchoolPart, string>> | OwnSchool | School): [SchoolPart, string][] {
  const known = school as Partial<Record<SchoolPart, string>>;
  return PARTS.flatMap((part) => (known[part]?.trim() ? [[part, known[part]] as [SchoolPart, string]] : []));
}

export function partName(part: SchoolPart): string {
  const names: Record<SchoolPart, string> = {
    summary: t('In het kort'), context: t('In het kort'), vision: t('Visie'), building: t('Gebouw'),
    timetable: t('Rooster'), team: t('Team'), ict: t('Ict'),
  };
  return names[part];
}

/** When the break is over, in ms: the clock's end, else entering plus the minutes of the plan. */
export function returnTime(view: Pick<View, 'phase' | 'timer'>): number {
  const minutes = view.phase.agenda[view.phase.index]?.minutes ?? 0;
  return view.timer.ends_at ?? view.phase.entered_at + minutes * 60_000;
}

/** The other teams whose solution of this round can be read, in their own order. */
export function othersIn(view: View, round: number, own: number): number[] {
  return Object.keys(view.solutions[round] ?? {}).map(Number).filter((team) => team !== own);
}
