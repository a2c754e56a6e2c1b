import { expect, test } from 'vitest';
import type { Content } from '../../live/content';
import type { View } from '../../live/view';
import { actorOptions, personaOptions, whyNot } from './choosing';

const content = {
  personas: { bram: { name: 'Bram', age: 8, level: 'groep 5', picture: 'spade' }, yara: { name: 'Yara', age: 10, level: 'groep 6', picture: 'scope' } },
  actors: { parent: { name: 'Ouder', as: 'de ouder', picture: 'house' }, hr: { name: 'Personeelszaken', as: 'personeelszaken', picture: 'folder' } },
} as unknown as Content;
const view = {
  teams: { 1: { name: 'Maan', actors_used: ['parent'], persona: 'yara' }, 2: { name: 'Team Noord', actors_used: [], persona: 'bram' } },
  choices: { personas: ['yara'], actors: ['hr'] },
} as unknown as View;

test('personas in the order of the pack, with who holds them', () => {
  const [bram, yara] = personaOptions(view, 1, content);
  expect(bram).toMatchObject({ id: 'bram', free: false, by: { team: 2, name: 'Team Noord' } });
  expect(yara).toMatchObject({ id: 'yara', free: true, own: true, by: undefined });
});

test('an actor that was played before says so, and what to do', () => {
  const [parent, hr] = actorOptions(view, 1, content);
  expect(parent).toMatchObject({ free: false, reason: 'Al gehad' });
  expect(hr?.free).toBe(true);
  expect(whyNot(parent, 'actor', 'de ouder')).toBe('Jullie dachten al als de ouder. Kies een andere blik.');
  expect(whyNot(hr, 'actor')).toBe('');
});
