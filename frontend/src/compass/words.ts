// The words around and in the compass: from the content pack, or the usual ones.
import { t } from '../i18n';
import type { Content } from '../live/content';

export interface AxisWords { left: string; right: string; above: string; below: string }

export function axisWords(content?: Content): AxisWords {
  const { regulation, interest } = content?.axes ?? {};
  return {
    left: regulation?.low ?? t('Regie bij anderen'),
    right: regulation?.high ?? t('Regie bij de leerling'),
    below: interest?.low ?? t('Belang van de hele groep'),
    above: interest?.high ?? t('Belang van deze leerling'),
  };
}

export interface Corner { regulation: -1 | 1; interest: -1 | 1; lines: string[] }

/** Breaks a name into lines of about 22 signs, never within a word. */
export function lines(name: string, most = 22): string[] {
  return name.split(' ').reduce<string[]>((all, word) => {
    const last = all.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= most) return [...all.slice(0, -1), `${last} ${word}`];
    return [...all, word];
  }, []);
}

function usual(): [-1 | 1, -1 | 1, string][] {
  return [
    [-1, -1, t('Klassikaal onderwijs')],
    [-1, 1, t('Groepsdifferentiatie en individuele leerlijnen')],
    [1, -1, t('Zelfregulerend leren in een vaststaand programma')],
    [1, 1, t('Persoonlijke leerroutes')],
  ];
}

/** Four quadrants in four corners: same weight, same colour. */
export function corners(content?: Content): Corner[] {
  const own = Object.values(content?.quadrants ?? {});
  const named = own.length === 4 ? own.map((q) => [q.regulation, q.interest, q.name] as const) : usual();
  return named.map(([regulation, interest, name]) => ({ regulation, interest, lines: lines(name) }));
}
