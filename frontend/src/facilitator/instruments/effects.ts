// What an option of a dilemma does, in words.
import { t } from '../../i18n';
import type { Content, DilemmaOption } from '../../live/content';

export function effectWords({ effects }: DilemmaOption, content?: Content): string {
  return Object.entries(effects)
    .map(([id, step]) => {
      const name = content?.indicators[id]?.name ?? id;
      return step > 0 ? t('{name} omhoog', { name }) : t('{name} omlaag', { name });
    })
    .join(' · ');
}
