// Times, days, numbers and lists as this reader writes them.
import { locale } from '../i18n';

/** Time of day on this device, '14:35'. */
export const timeOf = (ms: number): string => new Date(ms).toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' });

/** '3 maart 2027' */
export const dayOf = (moment: number | string): string =>
  new Date(moment).toLocaleDateString(locale(), { day: 'numeric', month: 'long', year: 'numeric' });

/** '3,5' in Dutch, '3.5' in English. */
export const numberOf = (value: number): string => value.toLocaleString(locale());

/** 'Maan, Berg en Baken' */
export const listed = (names: string[]): string => new Intl.ListFormat(locale()).format(names);
