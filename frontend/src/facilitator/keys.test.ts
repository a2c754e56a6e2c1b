import { expect, test } from 'vitest';
import { actOf, type Pressed } from './keys';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, defaultPrevented: false, ...more });
const at = (tag: string) => ({ matches: (selector: string) => selector.split(', ').includes(tag) });

test('presenter keys act, arrows do not', () => {
  expect([' ', 'b', 'B', 'r', 'm', '+', '-', '?', 'n'].map((key) => actOf(press(key), null)))
    .toEqual(['clock', 'blank', 'blank', 'reveal', 'mark', 'more', 'less', 'help', 'note']);
  expect(['ArrowRight', 'PageDown', 'x', 'Enter'].map((key) => actOf(press(key), null))).toEqual([undefined, undefined, undefined, undefined]);
});

test('they rest while somebody types, and leave shortcuts of the browser alone', () => {
  expect(actOf(press('b'), at('textarea'))).toBeUndefined();
  expect(actOf(press('r', { ctrlKey: true }), null)).toBeUndefined();
  expect(actOf(press('-', { metaKey: true }), null)).toBeUndefined();
  expect(actOf(press('m', { repeat: true }), null)).toBeUndefined();
});

test('the space bar belongs to the button that has the focus', () => {
  expect(actOf(press(' '), at('button'))).toBeUndefined();
  expect(actOf(press('b'), at('button'))).toBe('blank');
});
