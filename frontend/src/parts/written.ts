// Times, days, numbers and lists as this reader writes them.
import { locale } from '../i18n';

/** Making a formatter costs more than using it a hundred times: one for each language that was read here. */
function kept<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>();
  return (name) => {
    const held = made.get(name) ?? make(name);
    made.set(name, held);
    return held;
  };
}

const times = kept((name) => new Intl.DateTimeFormat(name, { hour: '2-digit', minute: '2-digit' }));
const days = kept((name) => new Intl.DateTimeFormat(name, { day: 'numeric', month: 'long', year: 'numeric' }));
const numbers = kept((name) => new Intl.NumberFormat(name));
const lists = kept((name) => new Intl.ListFormat(name));

/** Time of day on this device, '14:35'. */
export const timeOf = (ms: number): string => times(locale()).format(ms);

/** Whether two moments are on one day, on this device. */
export const sameDay = (one: number, other: number): boolean => new Date(one).toDateString() === new Date(other).toDateString();

/** '3 maart 2027' */
export const dayOf = (moment: number | string): string => days(locale()).format(new Date(moment));

/** '3,5' in Dutch, '3.5' in English. */
export const numberOf = (value: number): string => numbers(locale()).format(value);

/** 'Maan, Berg en Baken' */
export const listed = (names: string[]): string => lists(locale()).format(names);
