// Times as people say them.
import { tn } from '../i18n';

/** 'sinds 40 seconden', in steps that nobody has to follow. */
export function since(seconds: number): string {
  if (seconds >= 60) return tn('sinds {n} minuut', 'sinds {n} minuten', Math.floor(seconds / 60));
  return tn('sinds {n} seconde', 'sinds {n} seconden', seconds < 10 ? 5 : Math.floor(seconds / 10) * 10);
}
