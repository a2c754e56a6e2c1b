// The presenter's keys. They rest while somebody types, and the space bar belongs to whatever button has the focus.

export type KeyAct = 'clock' | 'more' | 'less' | 'time' | 'reveal' | 'blank' | 'mark' | 'insight' | 'note' | 'join' | 'help';
export type OwnKeys = Partial<Record<KeyAct, string>>;

/** What most presenters' programs do; in the order in which the help tells them. */
export const USUAL: Record<KeyAct, readonly string[]> = {
  clock: [' '], more: ['+', '='], less: ['-'], time: ['t'], reveal: ['r'], blank: ['b', '.'], mark: ['m'], insight: ['i'], note: ['n'], join: ['j'], help: ['?'],
};
export const ACTS = Object.keys(USUAL) as KeyAct[];
const TYPING = 'input, textarea, select, [contenteditable], [role="slider"], [role="application"]';
const PRESSING = 'button, a, summary, [role="button"], [role="radio"], [role="tab"]';

export interface Pressed { key: string; ctrlKey: boolean; altKey: boolean; metaKey: boolean; repeat: boolean; defaultPrevented: boolean }

export const keysOf = (act: KeyAct, own: OwnKeys): readonly string[] => (own[act] === undefined ? USUAL[act] : [own[act]]);

/** What this key does already, if anything. */
export const takenBy = (key: string, own: OwnKeys): KeyAct | undefined => ACTS.find((act) => keysOf(act, own).includes(key.toLowerCase()));

/** One letter, digit or sign, or the space bar: all else has a meaning of its own in browsers. */
export const usable = (event: Pressed): boolean => event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;

export function actOf(event: Pressed, at: { matches(selector: string): boolean } | null, own: OwnKeys = {}): KeyAct | undefined {
  if (!usable(event) || event.repeat || event.defaultPrevented) return undefined;
  if (at?.matches(TYPING)) return undefined;
  if (event.key === ' ' && at?.matches(PRESSING)) return undefined;
  return takenBy(event.key, own);
}
