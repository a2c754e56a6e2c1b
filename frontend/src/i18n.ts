// Texts. The Dutch sentence in the code is the key; the catalogue holds the words of the language that is read now.
import { catalog, language, speak } from './language.svelte';

export type Values = Record<string, string | number>;

/** Only for tests and the gallery: the page's own catalogue is there from the start. */
export function useCatalog(next: Record<string, string>): void {
  speak({ language: language(), catalog: next });
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** How numbers, days and times are written; plain `en` would be the American way. */
export const locale = (): string => (language() === 'en' ? 'en-GB' : language());

/** `t('Kamp {n}', { n: 2 })` */
export function t(msgid: string, values: Values = {}): string {
  return fill(catalog()[msgid] || msgid, values);
}

/** `tn('{n} antwoord', '{n} antwoorden', 5)`: both forms stand in the catalogue under their own Dutch sentence. */
export function tn(one: string, many: string, n: number, values: Values = {}): string {
  return t(n === 1 ? one : many, { n, ...values });
}
