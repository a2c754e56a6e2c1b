import { expect, test } from 'vitest';
import type { View } from './protocol';
import { Sections } from './sections.svelte';

const view = (parts: object): View => parts as unknown as View;

test('a view in sections reads like the view itself, and takes what is gone away', () => {
  const sections = new Sections();
  const said = { phase: { index: 1 }, members: [] };
  sections.show(view(said));
  const held = sections.view;
  expect({ ...held }).toEqual(said);
  expect(JSON.stringify(held)).toBe(JSON.stringify(said));
  expect(held.phase).toBe(said.phase);
  sections.show(view({ phase: said.phase, calls: [2] }));
  expect(sections.view).toBe(held);
  expect([held.calls, held.members, 'members' in held, Object.keys(held)]).toEqual([[2], undefined, false, ['phase', 'calls']]);
});

test('nobody writes in it', () => {
  expect(() => Object.assign(new Sections().view, { phase: 2 })).toThrow(TypeError);
});
