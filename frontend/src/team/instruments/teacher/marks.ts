// Where a teacher stands on each indicator, 1 to 4. Kept in this browser only: there is no command for it, and there should be none.
import { type Content, ordered, type TeacherIndicator } from '../../../live/content';
import type { Keep } from '../../../live/storage';

export type Phase = '1' | '2' | '3' | '4';
export const PHASES: Phase[] = ['1', '2', '3', '4'];
export type Marks = Record<string, Phase>;

const name = (session: string) => `maatwerk:teacher:${session}`;

export function readMarks(keep: Keep, session: string): Marks {
  try {
    const kept: unknown = JSON.parse(keep.get(name(session)) ?? '{}');
    return Object.fromEntries(Object.entries(kept as Record<string, unknown>).filter((pair): pair is [string, Phase] => PHASES.includes(pair[1] as Phase)));
  } catch {
    return {}; // unreadable is the same as nothing
  }
}

export function writeMarks(keep: Keep, session: string, marks: Marks): void {
  if (Object.keys(marks).length) keep.set(name(session), JSON.stringify(marks));
  else keep.remove(name(session));
}

export interface Chapter { id: string; name: string; questions: [string, TeacherIndicator][] }

/** The themes as chapters, in the author's order; a theme without questions has no chapter. */
export function chapters(content?: Content): Chapter[] {
  const all = ordered(content, 'teacher_indicators').flatMap((id) => {
    const indicator = content?.teacher_indicators[id];
    return indicator ? [[id, indicator] as [string, TeacherIndicator]] : [];
  });
  return ordered(content, 'teacher_themes').map((id) => ({
    id, name: content?.teacher_themes[id]?.name ?? id, questions: all.filter(([, { theme }]) => theme === id),
  })).filter(({ questions }) => questions.length);
}
