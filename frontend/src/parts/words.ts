// The sentences that projector and seats make from the view.
import type { Content } from '../live/content';
import type { View } from '../live/view';
import { inCamp } from './phase';

/** What the room is asked now: the facilitator's prompt, else the aim of the phase. */
export function leadOf(view: View, content?: Content): string {
  return promptOf(view, content) ?? content?.phases[view.phase.id]?.aim ?? '';
}

export function promptOf(view: View, content?: Content): string | undefined {
  return view.board.prompt ? content?.prompts[view.board.prompt]?.text : undefined;
}

/** At which school we are: an invented one in camp 1 and 2, the own one after that. */
export function schoolOf(view: View, content?: Content): string {
  const { id, round } = view.phase;
  const invented = inCamp(id) && round ? { 1: view.session.school1, 2: view.session.school2 }[round] : undefined;
  if (invented) return content?.schools[invented]?.name ?? view.session.title;
  return (inCamp(id) && view.school.name) || view.session.title;
}

/** The teams that play: who is not here gets no tent. With nobody yet, all of them. */
export function playing(view: View): number[] {
  const all = Object.keys(view.teams).map(Number);
  const here = all.filter((team) => !['absent', 'empty'].includes(view.teams[team]?.status ?? ''));
  return here.length ? here : all;
}
