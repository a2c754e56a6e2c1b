// Beginnings of sentences from the pack, fetched when somebody has an empty field before them.
import { fetchPart } from '../../live/fetching';
import { language } from '../../language.svelte';

export type StartField = 'title' | 'text' | 'ict' | 'needs_now' | 'develops_later' | 'does' | 'consequence';
export interface Starter { field: StartField; text: string; actors?: string[] }

let kept = $state.raw<{ of: string; list: Starter[] }>();
let asked = '';

/** All that the pack offers, in the reader's language; reactive, and empty until they are there. */
export function starters(code: string): Starter[] {
  const of = `${code}:${language()}`;
  if (asked !== of) {
    asked = of;
    void fetchPart<Starter[]>(code, 'content/starters', language(), () => asked === of).then((list) => list && (kept = { of, list }));
  }
  return kept?.of === of ? kept.list : [];
}

/** Those of one field, for who thinks as this actor; what is this actor's own comes first. */
export function startsOf(all: Starter[], field: StartField, actor: string | undefined): string[] {
  const own = (one: Starter) => !!one.actors?.length;
  return all
    .filter((one) => one.field === field && (!own(one) || one.actors?.includes(actor ?? '')))
    .sort((a, b) => Number(own(b)) - Number(own(a)))
    .map((one) => one.text);
}

/** So many signs are nothing yet: a full stop or a slip of the finger does not take the help away. */
export const isEmpty = (text: string): boolean => text.trim().length < 3;
