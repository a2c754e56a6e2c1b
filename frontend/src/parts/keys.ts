// Keys of a presenter, as a table: what each does, which keys do it, and what this device made of that.
// A letter rests while somebody types and can be switched off or changed (WCAG 2.1.4); arrows and page keys are no letters.
import type { Keep } from '../live/storage';

export type KeyTable<Act extends string> = Record<Act, readonly string[]>;
/** Own keys by act, and whether letters work here at all. */
export interface KeyChoice<Act extends string> { own: Partial<Record<Act, string>>; on: boolean }

const TYPING = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable], [role="slider"], [role="application"]';
/** Arrows move on in these, space and Enter press them: those keys are theirs. */
const PRESSING = 'button, a, summary, [role="button"], [role="radio"], [role="tab"], input[type="radio"]';

export interface Pressed { key: string; ctrlKey: boolean; altKey: boolean; metaKey: boolean; repeat: boolean; defaultPrevented: boolean }
interface Place { matches(selector: string): boolean }

const isLetter = (key: string) => key.length === 1;
const theirs = (key: string, at: Place | null) =>
  ([' ', 'Enter'].includes(key) && !!at?.matches(PRESSING)) || (key.startsWith('Arrow') && !!at?.matches('[role="radio"], [role="tab"], input[type="radio"]'));

export function keysOf<Act extends string>(table: KeyTable<Act>, { own }: KeyChoice<Act>, act: Act): readonly string[] {
  const mine = own[act];
  const usual = table[act].filter((key) => !Object.entries(own).some(([other, taken]) => other !== act && taken === key));
  // An own key takes the place of the letters; a clicker's keys go on working.
  return mine === undefined ? usual : [mine, ...usual.filter((key) => !isLetter(key) && key !== mine)];
}

export function actFor<Act extends string>(table: KeyTable<Act>, choice: KeyChoice<Act>, event: Pressed, at: Place | null): Act | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return undefined;
  const key = isLetter(event.key) ? event.key.toLowerCase() : event.key;
  if (at?.matches(TYPING) || theirs(key, at) || (!choice.on && isLetter(key))) return undefined;
  return (Object.keys(table) as Act[]).find((act) => keysOf(table, choice, act).includes(key));
}

/** Whether a key may be chosen: not one that a browser or a screen reader needs for itself. */
export const mayBe = (key: string): boolean => isLetter(key) ? key.trim() !== '' : /^(F\d+|Arrow\w+|Page\w+|Home|End|Insert)$/.test(key);

/** How a key is called on the keyboard. */
export function keyName(key: string): string {
  const names: Record<string, string> = {
    ArrowRight: '→', ArrowLeft: '←', ArrowUp: '↑', ArrowDown: '↓', PageDown: 'Page Down', PageUp: 'Page Up', Escape: 'Esc', '-': '−', '=': '+',
  };
  return names[key] ?? (isLetter(key) ? key.toUpperCase() : key);
}

export function readChoice<Act extends string>(keep: Keep, name: string): KeyChoice<Act> {
  try {
    const kept = JSON.parse(keep.get(name) ?? '') as Partial<KeyChoice<Act>>;
    return { own: kept.own ?? {}, on: kept.on !== false };
  } catch {
    return { own: {}, on: true };
  }
}

export function keepChoice<Act extends string>(keep: Keep, name: string, choice: KeyChoice<Act>): void {
  if (!choice.on || Object.keys(choice.own).length) keep.set(name, JSON.stringify(choice));
  else keep.remove(name);
}

/** A key belongs to one act: who takes it over, takes it away elsewhere. */
export function rebind<Act extends string>(choice: KeyChoice<Act>, act: NoInfer<Act>, key: string): KeyChoice<Act> {
  const others = Object.entries(choice.own).filter(([other, taken]) => other !== act && taken !== key);
  return { ...choice, own: { ...(Object.fromEntries(others) as Partial<Record<Act, string>>), [act]: isLetter(key) ? key.toLowerCase() : key } };
}
