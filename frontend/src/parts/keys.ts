// Keys of a presenter, as a table: what each does, which keys do it, and what this device made of that. Console and
// projector share it. A key of one sign rests while somebody types, and can be changed or switched off (WCAG 2.1.4).
import type { Keep } from '../live/storage';

/** In the order in which the help tells them. */
export type KeyTable<Act extends string> = Record<Act, readonly string[]>;
/** Own keys by act, and whether keys of one sign work here at all. */
export interface KeyChoice<Act extends string> { own: Partial<Record<Act, string>>; on: boolean }

const TYPING = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable], [role="slider"], [role="application"]';
const PRESSING = 'button, a, summary, [role="button"], [role="radio"], [role="tab"], input';
const CHOOSING = 'input[type="radio"], [role="radio"], [role="tab"]';

export interface Pressed { key: string; ctrlKey: boolean; altKey: boolean; metaKey: boolean; repeat: boolean; defaultPrevented: boolean }
interface Place { matches(selector: string): boolean }

/** One letter, digit or sign, or the space bar. */
export const isSign = (key: string): boolean => key.length === 1;
/** Also what a clicker may send; never what a browser or a screen reader needs for itself. */
export const mayBeClicked = (key: string): boolean => (isSign(key) && key !== ' ') || /^(F\d+|Arrow\w+|Page\w+|Home|End|Insert)$/.test(key);

/** The space bar and the arrows belong to whatever has the focus and uses them. */
const theirs = (key: string, at: Place | null) => (key === ' ' && !!at?.matches(PRESSING)) || (key.startsWith('Arrow') && !!at?.matches(CHOOSING));
const plain = (key: string) => (isSign(key) ? key.toLowerCase() : key);

/** An own key takes the place of those of one sign; a clicker's go on working. */
export function keysOf<Act extends string>(table: KeyTable<Act>, { own }: Pick<KeyChoice<Act>, 'own'>, act: NoInfer<Act>): readonly string[] {
  const mine = own[act];
  return mine === undefined ? table[act] : [mine, ...table[act].filter((key) => !isSign(key) && key !== mine)];
}

/** What this key does already, if anything. */
export function takenBy<Act extends string>(table: KeyTable<Act>, choice: Pick<KeyChoice<Act>, 'own'>, key: string): Act | undefined {
  return (Object.keys(table) as Act[]).find((act) => keysOf(table, choice, act).includes(plain(key)));
}

export function actOf<Act extends string>(table: KeyTable<Act>, choice: KeyChoice<Act>, event: Pressed, at: Place | null): Act | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return undefined;
  if (at?.matches(TYPING) || theirs(event.key, at) || (!choice.on && isSign(event.key))) return undefined;
  return takenBy(table, choice, event.key);
}

/** How a key is called on the keyboard; the space bar's name is the page's to translate. */
export function keyName(key: string): string {
  const names: Record<string, string> = {
    ArrowRight: '→', ArrowLeft: '←', ArrowUp: '↑', ArrowDown: '↓', PageDown: 'Page Down', PageUp: 'Page Up', '-': '−',
  };
  return names[key] ?? (isSign(key) ? key.toUpperCase() : key);
}

/** For `aria-keyshortcuts`: what a reader says about a button. */
export const shortcut = (keys: readonly string[]): string => keys.map((key) => (key === ' ' ? 'Space' : plain(key).length === 1 ? key.toUpperCase() : key)).join(' ');

export function readChoice<Act extends string>(keep: Keep, name: string, table: KeyTable<Act>): KeyChoice<Act> {
  try {
    const kept = JSON.parse(keep.get(name) ?? '{}') as Partial<KeyChoice<string>>;
    const own = Object.entries(kept.own ?? {}).filter(([act, key]) => act in table && typeof key === 'string' && key !== '');
    return { own: Object.fromEntries(own) as Partial<Record<Act, string>>, on: kept.on !== false };
  } catch {
    return { own: {}, on: true };
  }
}

export const withOwn = <Act extends string>(choice: KeyChoice<Act>, act: NoInfer<Act>, key: string): KeyChoice<Act> => ({ ...choice, own: { ...choice.own, [act]: plain(key) } });
