// The road of the day: seven stops. Where a phase lies on it, and what the road looks like.
import { t } from '../i18n';
import type { Phase } from '../live/view';
import { round } from './shapes';

export type StopKind = 'start' | 'camp' | 'rest' | 'fire' | 'home';
export const STOPS: { kind: StopKind; digit?: number }[] = [
  { kind: 'start' }, { kind: 'camp', digit: 1 }, { kind: 'camp', digit: 2 }, { kind: 'rest' },
  { kind: 'camp', digit: 3 }, { kind: 'fire' }, { kind: 'home' },
];

const CAMPS = [0, 1, 2, 4];

/** The stop of a phase: camps by their round, the vote already sits at the fire. */
export function stopOf(phase: Pick<Phase, 'id' | 'round'>): number {
  switch (phase.id) {
    case 'lobby': case 'welcome': return 0;
    case 'break': return 3;
    case 'vote': case 'debrief': return 5;
    case 'evaluate': case 'closed': return 6;
    default: return CAMPS[phase.round ?? 1] ?? 1;
  }
}

export function stopName(stop: number): string {
  const names = [t('Start'), t('Kamp 1'), t('Kamp 2'), t('Rust'), t('Kamp 3'), t('Kampvuur'), t('Thuis')];
  return names[stop] ?? '';
}

export interface Road {
  x: (stop: number) => number;
  y: (x: number) => number;
  line: (from: number, to: number) => string;
}

/** A road that waves a little, in a box of width x height; the same for every place on it. */
export function road(width: number, height: number): Road {
  const margin = height * 0.55;
  const x = (stop: number) => margin + ((width - 2 * margin) * stop) / (STOPS.length - 1);
  const y = (at: number) => height * 0.68 + Math.sin((at / width) * Math.PI * 4.3 + 0.4) * height * 0.1;
  const line = (from: number, to: number) => {
    const points = Array.from({ length: 61 }, (_, k) => x(from) + ((x(to) - x(from)) * k) / 60);
    return points.map((at, k) => `${k ? 'L' : 'M'}${round(at)} ${round(y(at))}`).join('');
  };
  return { x, y, line };
}
