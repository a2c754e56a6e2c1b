// Which step the one big clock button takes.
import type { Timer } from '../live/view';

export function clockAction(state: Timer['state']): 'start' | 'pause' | 'resume' {
  if (state === 'running') return 'pause';
  return state === 'paused' ? 'resume' : 'start';
}
