// From known results to a place on the compass and its quadrant.
import type { Mark } from '../../compass/types';
import { t } from '../../i18n';
import type { Content } from '../../live/content';
import type { Place, Scan } from '../../live/view';
import { ROOM } from '../../parts/shapes';

/** On an axis a place belongs to no single quadrant. */
export function quadrantOf(place: Place, content?: Content): string | undefined {
  const on = (sign: number, value: number) => sign === Math.sign(value);
  return Object.entries(content?.quadrants ?? {}).find(([, { regulation, interest }]) => on(regulation, place.regulation) && on(interest, place.interest))?.[0];
}

export function scanMarks(scan: Scan): Mark[] {
  const names = { now: t('Nu'), wanted: t('Gewenst') };
  return (['now', 'wanted'] as const).flatMap((when) => {
    const place = scan[when];
    return place ? [{ ...place, team: ROOM[when], name: names[when], round: 1, now: true }] : [];
  });
}
