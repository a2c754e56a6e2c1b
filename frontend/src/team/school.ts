// Which school belongs to a camp, and what is told of it.
import { t } from '../i18n';
import type { Content, School } from '../live/content';
import type { OwnSchool, View } from '../live/view';

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
