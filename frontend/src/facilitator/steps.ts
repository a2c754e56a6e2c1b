// From a step on the signpost to the command that takes it.
import type { Asking } from './asking.svelte';
import type { Step } from './next';

export function take(asking: Asking, step: Step): Promise<boolean> {
  switch (step.kind) {
    case 'go': return asking.send('go', { phase: step.phase, ...(step.round ? { round: step.round } : {}) });
    case 'reveal': return asking.send('reveal', { what: step.what });
    case 'open_vote': return asking.send('open_vote', {});
    case 'close_vote': return asking.send('close_vote', {});
    case 'close': return asking.send('close_session', {});
  }
}
