// Who is ready, and what a step onward would cut short: both read from the view.
import { t, tn } from '../i18n';
import { remaining } from '../live/timer';
import type { PhaseId, Team, View } from '../live/view';
import { isOn } from '../parts/instruments';

export const teamsOf = (view: View): number[] => Object.keys(view.teams).map(Number);
const AWAY: Team['status'][] = ['absent', 'empty'];

/** The teams that play; those without anyone are not waited for. */
export function here(view: View): number[] {
  return teamsOf(view).filter((team) => !AWAY.includes(view.teams[team]?.status ?? 'empty'));
}

const having = (view: View, status: Team['status']) => here(view).filter((team) => view.teams[team]?.status === status).length;
const pulseCount = (view: View, moment: 'before' | 'after') =>
  Math.max(view.board.pulse[moment]?.now?.count ?? 0, view.board.pulse[moment]?.wanted?.count ?? 0);

export function readings(view: View): number[] {
  const byTeam = view.board.readings[view.phase.round ?? 0] ?? {};
  return Object.values(byTeam).map((reading) => reading.count);
}

function spokenReadings(view: View): string {
  const [most, least] = [Math.max(0, ...readings(view)), Math.min(...readings(view))];
  if (!most) return t('Nog geen lezingen van de zaal');
  return most === least ? tn('{n} lezing per oplossing', '{n} lezingen per oplossing', most) : t('{least} tot {most} lezingen per oplossing', { least, most });
}

function readyTeams(view: View): string {
  const n = here(view).filter((team) => view.teams[team]?.ready).length;
  return n ? tn('{n} subteam is klaar', '{n} subteams zijn klaar', n) : '';
}

/** Beside the signpost: one short sentence. */
export function whoIsReady(view: View): string {
  const of = here(view).length;
  switch (view.phase.id) {
    case 'lobby': return tn('{n} subteam is er', '{n} subteams zijn er', of);
    case 'welcome': return !isOn(view, 'pulse') ? readyTeams(view) : tn('{n} mens heeft gelegd', '{n} mensen hebben gelegd', pulseCount(view, 'before'));
    case 'choose': return t('Gekozen: {n} van {of}', { n: having(view, 'chosen'), of });
    case 'work': return t('Ingeleverd: {n} van {of}', { n: having(view, 'submitted'), of });
    case 'reveal': case 'discuss': return view.board.revealed.includes(view.phase.round ?? 0) ? spokenReadings(view) : t('De oplossingen zijn nog dicht');
    case 'vote': return t('Gestemd: {n} van {of}', { n: view.vote.count, of: view.vote.voters });
    case 'evaluate': return tn('{n} mens heeft ingevuld', '{n} mensen hebben ingevuld', view.evaluation.count);
    default: return readyTeams(view);
  }
}

/** With a device each it is known when everybody answered; with a laptop for four people it is not. */
function allAnswered(view: View): boolean {
  const people = Object.values(view.seats ?? {}).filter((seat) => seat.team).length;
  const asked = view.phase.id === 'evaluate' ? [view.evaluation.count] : [];
  const pulse = view.board.pulse[view.phase.id === 'evaluate' ? 'after' : 'before'];
  const laid = isOn(view, 'pulse') ? [pulse?.now?.count ?? 0, pulse?.wanted?.count ?? 0] : [];
  const counts = [...asked, ...laid];
  return view.session.devices === 'person' && people > 0 && counts.length > 0 && counts.every((count) => count >= people);
}

/** Nobody who plays needs this phase any longer: done with its work, or ready. */
export function allReady(view: View): boolean {
  const { id } = view.phase;
  const all = here(view).map((team) => view.teams[team]);
  if (!all.length || id === 'closed') return false;
  if ((id === 'welcome' || id === 'evaluate') && allAnswered(view)) return true;
  if (id === 'vote') return view.vote.state === 'open' && view.vote.voters > 0 && view.vote.count >= view.vote.voters;
  const done: Partial<Record<PhaseId, Team['status']>> = { choose: 'chosen', work: 'submitted' };
  return all.every((team) => team?.ready || (!!done[id] && team?.status === done[id]));
}

/** A good moment to move on, said quietly. */
export function readyWords(view: View): string {
  if (view.phase.id === 'vote') return t('Iedereen heeft gestemd');
  if (view.phase.id === 'welcome' || view.phase.id === 'evaluate') return t('Iedereen is klaar');
  const words = [t('Het subteam is klaar'), t('Alle twee klaar'), t('Alle drie klaar'), t('Alle vier klaar')];
  return words[here(view).length - 1] ?? '';
}

/** Somebody chose in the dilemma of this camp, and the room does not know yet what. */
function waiting(view: View): boolean {
  const dilemma = view.indicators.dilemmas?.[view.phase.round ?? 0];
  return dilemma?.state === 'open' && dilemma.count > 0;
}

/** What the room does not see yet and would pass by; three words, for under it. */
export function stillClosed(view: View): string {
  const { id, round } = view.phase;
  if (id === 'welcome' && pulseCount(view, 'before') && view.board.pulse.before?.now?.state !== 'revealed') return t('Wolken nog dicht');
  if (id === 'discuss' && readings(view).length && !view.board.readings_revealed.includes(round ?? 0)) return t('Lezing nog dicht');
  if (id === 'discuss' && waiting(view)) return t('Dilemma nog dicht');
  return id === 'vote' && view.vote.state === 'revealed' && !view.vote.winner ? t('Nog geen keuze') : '';
}

const MOMENT = 30_000;

/** What is not finished when the room goes on now. Nothing of it gets lost, but it is good to know. */
export function cutShort(view: View, now: number): string[] {
  const { id, round } = view.phase;
  const of = here(view).length;
  const open = (status: Team['status']) => of - having(view, status);
  const left = remaining(view.timer, now);
  return [
    view.timer.state === 'running' && left > MOMENT && tn('Er staat nog {n} minuut op de klok.', 'Er staan nog {n} minuten op de klok.', Math.ceil(left / 60_000)),
    id === 'choose' && open('chosen') > 0 && tn('{n} subteam kiest nog.', '{n} subteams kiezen nog.', open('chosen')),
    id === 'work' && open('submitted') > 0 && tn('{n} subteam schrijft nog. Het werk blijft bewaard.', '{n} subteams schrijven nog. Het werk blijft bewaard.', open('submitted')),
    id === 'welcome' && pulseCount(view, 'before') > 0 && view.board.pulse.before?.now?.state !== 'revealed' && t('De plekken van de eigen school zijn nog niet getoond.'),
    id === 'discuss' && readings(view).length > 0 && !view.board.readings_revealed.includes(round ?? 0) && t('De lezing van de zaal is nog dicht.'),
    id === 'discuss' && waiting(view) && t('De keuze bij het dilemma is nog dicht.'),
    id === 'vote' && view.vote.state === 'revealed' && !view.vote.winner && t('Er is nog geen keuze.'),
  ].filter((line): line is string => !!line);
}
