import { expect, test } from 'vitest';
import { actOf, keysOf, type Pressed, takenBy, usable } from './keys';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, defaultPrevented: false, ...more });
const at = (tag: string) => ({ matches: (selector: string) => selector.split(', ').includes(tag) });

test('presenter keys act, arrows do not', () => {
  expect([' ', 'b', 'B', '.', 'r', 't', 'm', 'i', 'j', '+', '=', '-', '?', 'n'].map((key) => actOf(press(key), null)))
    .toEqual(['clock', 'blank', 'blank', 'blank', 'reveal', 'time', 'mark', 'insight', 'join', 'more', 'more', 'less', 'help', 'note']);
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

test('a key of your own takes the place of the usual ones', () => {
  const own = { blank: 'z' };
  expect(keysOf('blank', own)).toEqual(['z']);
  expect(actOf(press('Z'), null, own)).toBe('blank');
  expect(actOf(press('b'), null, own)).toBeUndefined();
  expect(takenBy('z', own)).toBe('blank');
  expect(takenBy('b', own)).toBeUndefined();
});

test('only letters, digits and signs can be chosen', () => {
  expect([press('q'), press(' '), press('Escape'), press('F5'), press('q', { ctrlKey: true })].map(usable)).toEqual([true, true, false, false, false]);
});
