// How cards are called, in one place.
import { t } from '../../i18n';
import type { Persona } from '../../live/content';

export const ageAndLevel = (persona: Pick<Persona, 'age' | 'level'>): string => t('{age} jaar, {level}', { age: persona.age, level: persona.level });
