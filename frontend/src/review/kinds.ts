// What sort of thing an event is: to filter by, and to draw.
import { t } from '../i18n';
import type { IconName } from '../parts/icons';

export type Kind = 'route' | 'arrive' | 'choose' | 'write' | 'reveal' | 'answer' | 'insight' | 'mark' | 'fire' | 'around';

const TYPES: Record<string, [Kind, IconName]> = {
  session_created: ['route', 'flag'], phase_entered: ['route', 'route'], session_closed: ['route', 'flag'],
  timer_started: ['route', 'wait'], timer_paused: ['route', 'pause'], timer_resumed: ['route', 'wait'], timer_stopped: ['route', 'wait'],
  timer_extended: ['route', 'wait'], timer_ran_out: ['route', 'wait'], screen_blanked: ['route', 'screen'], prompt_shown: ['route', 'screen'],
  undone: ['route', 'undo'], rehearsal_marked: ['route', 'flag'], title_set: ['arrive', 'pen'], seat_taken: ['arrive', 'people'], seat_moved: ['arrive', 'people'],
  seat_removed: ['arrive', 'people'], team_renamed: ['arrive', 'pen'], team_presence_set: ['arrive', 'people'], team_readied: ['arrive', 'check'],
  facilitator_called: ['arrive', 'hand'], persona_picked: ['choose', 'check'], actor_picked: ['choose', 'check'],
  draft_written: ['write', 'pen'], solution_placed: ['write', 'pen'], self_placed: ['write', 'pen'], solution_shifted: ['reveal', 'pen'], aspect_set: ['write', 'pen'], actor_linked: ['write', 'link'],
  factor_linked: ['write', 'link'], part_unlinked: ['write', 'minus'], solution_submitted: ['reveal', 'check'], solution_withdrawn: ['reveal', 'undo'],
  solution_reopened: ['reveal', 'undo'], solutions_revealed: ['reveal', 'eye'], team_spotlit: ['reveal', 'eye'], speakers_ordered: ['reveal', 'people'], readings_revealed: ['answer', 'eye'],
  pulse_opened: ['answer', 'people'], pulse_closed: ['answer', 'lock'], pulse_revealed: ['answer', 'eye'], answer_counted: ['answer', 'people'],
  box_counted: ['answer', 'table'], vote_opened: ['answer', 'people'], vote_closed: ['answer', 'lock'], vote_revealed: ['answer', 'eye'],
  tie_broken: ['answer', 'check'], insight_captured: ['insight', 'note'], insight_edited: ['insight', 'note'], insight_dropped: ['insight', 'minus'],
  insight_restored: ['insight', 'note'], note_written: ['mark', 'pen'], bookmarked: ['mark', 'flag'], action_added: ['fire', 'plus'],
  action_edited: ['fire', 'pen'], action_dropped: ['fire', 'minus'], school_set: ['fire', 'pen'], debrief_set: ['fire', 'question'],
  instrument_switched: ['around', 'table'], instrument_shown: ['around', 'screen'], profile_set: ['around', 'table'], slot_set: ['around', 'link'],
  influence_connected: ['around', 'right'], influence_disconnected: ['around', 'minus'], node_described: ['around', 'pen'],
  dilemma_revealed: ['answer', 'eye'], dilemma_settled: ['answer', 'check'],
};

export const kindOf = (type: string): Kind => TYPES[type]?.[0] ?? 'route';
export const iconOf = (type: string): IconName => TYPES[type]?.[1] ?? 'info';

export function kindNames(): [Kind, string][] {
  return [
    ['route', t('Verloop en klok')], ['arrive', t('Aankomst en subteams')], ['choose', t('Kiezen')], ['write', t('Schrijven en leggen')],
    ['reveal', t('Inleveren en onthullen')], ['answer', t('Metingen en stemmen')], ['insight', t('Inzichten')],
    ['mark', t('Markeringen en notities')], ['fire', t('Kampvuur en acties')], ['around', t('Instrumenten')],
  ];
}
