// The one step onward: what the signpost does now. The server decides whether it may.
import { t } from '../i18n';
import type { Content } from '../live/content';
import type { AgendaItem, PhaseId, View } from '../live/view';
import { inCamp, phaseName } from '../parts/phase';
import { isOn } from '../parts/instruments';

export type What = 'solutions' | 'readings' | 'pulse' | 'vote' | 'dilemma';
export type Step =
  | { kind: 'go'; phase: PhaseId; round?: number }
  | { kind: 'reveal'; what: What }
  | { kind: 'open_vote' }
  | { kind: 'close_vote' }
  | { kind: 'close' };

const VOTE: Partial<Record<View['vote']['state'], Step>> = {
  idle: { kind: 'open_vote' },
  open: { kind: 'close_vote' },
  closed: { kind: 'reveal', what: 'vote' },
};

export function goTo(item: AgendaItem): Step {
  return item.id === 'closed' ? { kind: 'close' } : { kind: 'go', phase: item.id, ...(item.round ? { round: item.round } : {}) };
}

/** In the reveal and the vote the room itself comes first; after that the way leads on. */
export function nextStep(view: View): Step | undefined {
  const { id, round, index, agenda } = view.phase;
  if ((id === 'reveal' || id === 'discuss') && round && !view.board.revealed.includes(round)) return { kind: 'reveal', what: 'solutions' };
  const asked = view.vote.state !== 'idle' || view.vote.candidates.length > 0;
  const vote = id === 'vote' && asked ? VOTE[view.vote.state] : undefined;
  if (vote) return vote;
  const item = agenda[index + 1];
  return item && goTo(item);
}

export function previous(view: View): AgendaItem | undefined {
  return view.phase.id === 'closed' ? undefined : view.phase.agenda[view.phase.index - 1];
}

/** What R shows: the answer that this phase keeps closed. */
export function revealNow(view: View): What | undefined {
  const { id, round } = view.phase;
  const { board, vote } = view;
  const moment = id === 'welcome' ? 'before' : id === 'evaluate' ? 'after' : undefined;
  if (isOn(view, 'pulse') && moment && board.pulse[moment]?.now?.state !== 'revealed') return 'pulse';
  if (id === 'vote' && (vote.state === 'open' || vote.state === 'closed')) return 'vote';
  if (!round || !(id === 'reveal' || id === 'discuss')) return undefined;
  if (!board.revealed.includes(round)) return 'solutions';
  if (!board.readings_revealed.includes(round)) return 'readings';
  return view.indicators.dilemmas?.[round]?.state === 'open' ? 'dilemma' : undefined;
}

/** 'Kamp 2' when a camp begins, else the phase itself. */
export function placeTo(item: Pick<AgendaItem, 'id' | 'round'>, content?: Content): string {
  const name = phaseName(item.id, content);
  return item.id === 'choose' && inCamp(item.id) ? t('Kamp {n}', { n: item.round ?? 1 }) : name;
}

export function stepWords(step: Step, view: View, content?: Content): string {
  switch (step.kind) {
    case 'open_vote': return t('Open de stemming');
    case 'close_vote': return t('Sluit de stemming');
    case 'close': return t('Sluit de sessie');
    case 'reveal': return step.what === 'vote' ? t('Onthul de uitslag') : t('Onthul alles');
    case 'go': return view.phase.id === 'lobby' ? t('Begin') : t('Naar {place}', { place: placeTo({ id: step.phase, round: step.round }, content) });
  }
}
