// Which instruments this seat can open now. Most of the day there is none, and then there is no way in either.
import type { Content } from '../../live/content';
import type { Dilemma, Instrument, Moment, PhaseId, Slot, View } from '../../live/view';
import { inCamp } from '../../parts/phase';

export type Way = 'network' | 'dilemma' | 'slot' | 'teacher_profile' | 'shown';

const MOMENTS: Partial<Record<PhaseId, Moment>> = { welcome: 'before', evaluate: 'after', closed: 'later' };
/** Where nobody waits for this person: then there is time to look at the own work. */
const QUIET: PhaseId[] = ['welcome', 'break', 'debrief', 'evaluate', 'closed'];

const isOn = (view: View, instrument: Instrument): boolean => view.session.instruments.includes(instrument);

export const momentIn = (view: View): Moment | undefined => MOMENTS[view.phase.id];

export function slotIn(view: View): Slot | undefined {
  const moment = momentIn(view);
  return moment && view.slots[moment];
}

/** The dilemma of this camp, from the moment that its solutions are on the table. */
export function dilemmaIn(view: View): Dilemma | undefined {
  return ['reveal', 'discuss'].includes(view.phase.id) ? view.indicators.dilemmas?.[view.phase.round ?? 0] : undefined;
}

export function waysIn(view: View, content?: Content): Way[] {
  const phase = view.phase.id;
  const open: Record<Way, boolean> = {
    dilemma: !!dilemmaIn(view),
    network: isOn(view, 'network') && (inCamp(phase) || phase === 'debrief'),
    slot: !!slotIn(view),
    shown: !!view.board.shown && phase !== 'closed',
    teacher_profile: isOn(view, 'teacher_profile') && QUIET.includes(phase) && Object.keys(content?.teacher_indicators ?? {}).length > 0,
  };
  return (Object.keys(open) as Way[]).filter((way) => open[way]);
}
