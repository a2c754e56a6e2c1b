// The presenter's keys. They rest while somebody types, and the space bar belongs to whatever button has the focus.

export type KeyAct = 'clock' | 'blank' | 'reveal' | 'mark' | 'more' | 'less' | 'help' | 'note';
const ACTS: Record<string, KeyAct> = {
  ' ': 'clock', b: 'blank', r: 'reveal', m: 'mark', '+': 'more', '=': 'more', '-': 'less', '?': 'help', n: 'note',
};
const TYPING = 'input, textarea, select, [contenteditable], [role="slider"], [role="application"]';
const PRESSING = 'button, a, summary, [role="button"], [role="radio"], [role="tab"]';

export interface Pressed { key: string; ctrlKey: boolean; altKey: boolean; metaKey: boolean; repeat: boolean; defaultPrevented: boolean }

export function actOf(event: Pressed, at: { matches(selector: string): boolean } | null): KeyAct | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return undefined;
  if (at?.matches(TYPING)) return undefined;
  if (event.key === ' ' && at?.matches(PRESSING)) return undefined;
  return ACTS[event.key.toLowerCase()];
}
