// Up to four people behind one laptop answer one after another. Who has answered what follows from the view.
import type { Answer, Me } from '../live/view';

export const PERSONS = [1, 2, 3, 4] as const;

export function answerIn(me: Me | undefined, box: string, person: number): Answer | undefined {
  return me?.answers.find((answer) => answer.box === box && answer.person === person);
}

/** The boxes that this person has not answered yet. */
export function openBoxes(me: Me | undefined, boxes: string[], person: number): string[] {
  return boxes.filter((box) => !answerIn(me, box, person));
}

/** Who answered every box. */
export function finished(me: Me | undefined, boxes: string[]): number[] {
  return PERSONS.filter((person) => !openBoxes(me, boxes, person).length);
}

/** Whose turn it is after a reload: who was halfway, else the first who did nothing, else nobody. */
export function whoseTurn(done: number[], begun: number[] = []): number | undefined {
  return PERSONS.find((person) => begun.includes(person) && !done.includes(person)) ?? PERSONS.find((person) => !done.includes(person));
}
