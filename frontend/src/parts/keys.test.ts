import { describe, expect, test } from 'vitest';
import { MemoryKeep } from '../live/storage';
import { actFor, keepChoice, type KeyChoice, keysOf, mayBe, type Pressed, readChoice, rebind } from './keys';

const TABLE = { next: ['ArrowRight', 'PageDown'], back: ['ArrowLeft', 'PageUp'], blank: ['b', '.'], help: ['?'], clock: ['t'] };
type Act = keyof typeof TABLE;
const usual: KeyChoice<Act> = { own: {}, on: true };
const press = (key: string, more: Partial<Pressed> = {}): Pressed =>
  ({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, defaultPrevented: false, ...more });
/** Something on the page that a selector like this fits. */
const on = (what: string) => ({ matches: (selector: string) => selector.split(', ').some((one) => one.startsWith(what)) });

describe('which key does what', () => {
  test.each([['PageDown', 'next'], ['ArrowLeft', 'back'], ['B', 'blank'], ['.', 'blank'], ['?', 'help'], ['x', undefined]] as const)('%s: %s', (key, act) => {
    expect(actFor(TABLE, usual, press(key), null)).toBe(act);
  });
  test.each([{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { repeat: true }, { defaultPrevented: true }])('not with %j', (more) => {
    expect(actFor(TABLE, usual, press('b', more), null)).toBeUndefined();
  });
  test('not while somebody types, nor on a slider', () => {
    for (const place of ['textarea', 'select', '[role="slider"]']) expect(actFor(TABLE, usual, press('b'), on(place))).toBeUndefined();
  });
  test('a radio button keeps its arrows', () => {
    expect(actFor(TABLE, usual, press('ArrowRight'), on('input[type="radio"]'))).toBeUndefined();
    expect(actFor(TABLE, usual, press('ArrowRight'), on('button'))).toBe('next');
  });
});

describe('what a device makes of it', () => {
  test('letters switched off rest, a clicker goes on', () => {
    const off = { ...usual, on: false };
    expect(actFor(TABLE, off, press('b'), null)).toBeUndefined();
    expect(actFor(TABLE, off, press('PageDown'), null)).toBe('next');
  });
  test('an own key takes the place of the letters', () => {
    const own = rebind(usual, 'blank', 'Z');
    expect(keysOf(TABLE, own, 'blank')).toEqual(['z']);
    expect([actFor(TABLE, own, press('z'), null), actFor(TABLE, own, press('b'), null)]).toEqual(['blank', undefined]);
    expect(keysOf(TABLE, rebind(usual, 'next', 'n'), 'next')).toEqual(['n', 'ArrowRight', 'PageDown']);
  });
  test('a key belongs to one act', () => {
    const taken: KeyChoice<Act> = rebind(usual, 'clock', 'b');
    expect(actFor(TABLE, taken, press('b'), null)).toBe('clock');
    expect(keysOf(TABLE, taken, 'blank')).toEqual(['.']);
    expect(actFor(TABLE, rebind(taken, 'help', 'b'), press('b'), null)).toBe('help');
  });
  test.each([['Tab', false], ['Escape', false], [' ', false], ['Enter', false], ['F6', true], ['k', true], ['Shift', false]] as const)('%s may be chosen: %s', (key, may) => {
    expect(mayBe(key)).toBe(may);
  });
  test('it is kept, and what cannot be read counts as nothing', () => {
    const keep = new MemoryKeep();
    keepChoice(keep, 'keys', rebind({ ...usual, on: false }, 'blank', 'z'));
    expect(readChoice(keep, 'keys')).toEqual({ own: { blank: 'z' }, on: false });
    keepChoice(keep, 'keys', usual);
    expect(keep.get('keys')).toBeNull();
    keep.set('keys', '{broken');
    expect(readChoice(keep, 'keys')).toEqual(usual);
  });
});
