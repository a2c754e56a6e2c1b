import { describe, expect, test } from 'vitest';
import { MemoryKeep } from '../live/storage';
import { actOf, isSign, type KeyChoice, keysOf, mayBeClicked, type Pressed, readChoice, shortcut, takenBy, withOwn } from './keys';

const TABLE = { next: ['ArrowRight', 'PageDown'], back: ['ArrowLeft', 'PageUp'], blank: ['b', '.'], help: ['?'], clock: ['t'] };
type Act = keyof typeof TABLE;
const usual: KeyChoice<Act> = { own: {}, on: true };
const press = (key: string, more: Partial<Pressed> = {}): Pressed =>
  ({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, defaultPrevented: false, ...more });
/** Something on the page that a selector like this fits. */
const on = (what: string) => ({ matches: (selector: string) => selector.split(', ').some((one) => one.startsWith(what)) });

describe('which key does what', () => {
  test.each([['PageDown', 'next'], ['ArrowLeft', 'back'], ['B', 'blank'], ['.', 'blank'], ['?', 'help'], ['x', undefined]] as const)('%s: %s', (key, act) => {
    expect(actOf(TABLE, usual, press(key), null)).toBe(act);
  });
  test.each([{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { repeat: true }, { defaultPrevented: true }])('not with %j', (more) => {
    expect(actOf(TABLE, usual, press('b', more), null)).toBeUndefined();
  });
  test('not while somebody types, nor on a slider', () => {
    for (const place of ['textarea', 'select', '[role="slider"]']) expect(actOf(TABLE, usual, press('b'), on(place))).toBeUndefined();
  });
  test('a radio button keeps its arrows', () => {
    expect(actOf(TABLE, usual, press('ArrowRight'), on('input[type="radio"]'))).toBeUndefined();
    expect(actOf(TABLE, usual, press('ArrowRight'), on('button'))).toBe('next');
  });
});

describe('what a device makes of it', () => {
  test('keys of one sign switched off rest, a clicker goes on', () => {
    const off = { ...usual, on: false };
    expect(actOf(TABLE, off, press('b'), null)).toBeUndefined();
    expect(actOf(TABLE, off, press('PageDown'), null)).toBe('next');
  });
  test('an own key takes the place of the usual ones, but not of a clicker\'s', () => {
    const own: KeyChoice<Act> = withOwn(usual, 'blank', 'Z');
    expect(keysOf(TABLE, own, 'blank')).toEqual(['z']);
    expect([actOf(TABLE, own, press('Z'), null), actOf(TABLE, own, press('b'), null)]).toEqual(['blank', undefined]);
    expect(keysOf(TABLE, withOwn(usual, 'next', 'n'), 'next')).toEqual(['n', 'ArrowRight', 'PageDown']);
  });
  test('it can be asked what a key does already', () => {
    const own: KeyChoice<Act> = withOwn(usual, 'blank', 'z');
    expect([takenBy(TABLE, own, 'Z'), takenBy(TABLE, own, 'b'), takenBy(TABLE, own, 'PageUp')]).toEqual(['blank', undefined, 'back']);
  });
  test('a reader hears the keys', () => {
    expect(shortcut([' ', 'b', 'PageDown'])).toBe('Space B PageDown');
  });
  test('only signs can be chosen, or also what a clicker sends', () => {
    expect(['q', '.', ' ', 'F6', 'Escape', 'Tab', 'Enter'].map(isSign)).toEqual([true, true, true, false, false, false, false]);
    expect(['q', 'F6', 'PageUp', ' ', 'Escape', 'Tab', 'Enter', 'Shift'].map(mayBeClicked)).toEqual([true, true, true, false, false, false, false, false]);
  });
});

test('what was kept is read with care', () => {
  const keep = new MemoryKeep();
  const read = (text: string) => (keep.set('keys', text), readChoice(keep, 'keys', TABLE));
  expect(readChoice(keep, 'nothing', TABLE)).toEqual(usual);
  expect(read('{"own":{"blank":"z","gone":"x","help":7},"on":false}')).toEqual({ own: { blank: 'z' }, on: false });
  expect(read('{broken')).toEqual(usual);
});
