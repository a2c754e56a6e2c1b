import { expect, test } from 'vitest';
import { actOf, type KeyChoice, type Pressed } from '../parts/keys';
import { CONSOLE_KEYS, type KeyAct } from './keys';

const usual: KeyChoice<KeyAct> = { own: {}, on: true };
const press = (key: string): Pressed => ({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, defaultPrevented: false });
const at = (tag: string) => ({ matches: (selector: string) => selector.split(', ').includes(tag) });

test('presenter keys act, arrows do not', () => {
  expect([' ', 'b', 'B', '.', 'r', 't', 'm', 'i', 'j', '+', '=', '-', '?', 'n'].map((key) => actOf(CONSOLE_KEYS, usual, press(key), null)))
    .toEqual(['clock', 'blank', 'blank', 'blank', 'reveal', 'time', 'mark', 'insight', 'join', 'more', 'more', 'less', 'help', 'note']);
  expect(['ArrowRight', 'PageDown', 'x', 'Enter'].map((key) => actOf(CONSOLE_KEYS, usual, press(key), null))).toEqual([undefined, undefined, undefined, undefined]);
});

test('the space bar belongs to the button that has the focus', () => {
  expect(actOf(CONSOLE_KEYS, usual, press(' '), at('button'))).toBeUndefined();
  expect(actOf(CONSOLE_KEYS, usual, press('b'), at('button'))).toBe('blank');
});
