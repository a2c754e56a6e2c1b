// Moments as people write them, in the language of the session.
import { boot } from '../boot';
import { locale } from '../i18n';

export const timeOf = (ms: number): string => new Date(ms).toLocaleTimeString(locale(boot.language), { hour: '2-digit', minute: '2-digit' });

export const dayOf = (moment: number | string): string =>
  new Date(moment).toLocaleDateString(locale(boot.language), { day: 'numeric', month: 'long', year: 'numeric' });
