import { expect, test } from 'vitest';
import tokens from '../../styles/tokens.css?raw';
import { contrast } from './colour';
import { DARK_SHARE, paintCovers } from './covers';

const token = (name: string) => new RegExp(`--${name}: (?:light-dark\\(#\\w{6}, )?(#\\w{6})`).exec(tokens)?.[1] ?? '';
const mixed = (own: string, sheet: string) => `#${[1, 3, 5].map((at) => {
  const [a, b] = [own, sheet].map((hex) => parseInt(hex.slice(at, at + 2), 16)) as [number, number];
  return Math.round(a * DARK_SHARE + b * (1 - DARK_SHARE)).toString(16).padStart(2, '0');
}).join('')}`;

function painted(colours: Parameters<typeof paintCovers>[0]): Record<string, string> {
  const held: Record<string, string> = { '--own-actors': 'of before' };
  paintCovers(colours, {
    setProperty: (name, value) => void (held[name] = value ?? ''),
    removeProperty: (name) => { delete held[name]; return ''; },
  });
  return held;
}

test('an own colour is painted as it is, and mixed for a dark sheet', () => {
  expect(painted({ personas: '#ffeecc' })).toEqual({ '--own-personas': '#ffeecc', '--own-personas-dark': 'color-mix(in srgb, #ffeecc 22%, var(--cover-night))' });
});

test('without own colours ours come back; what is no colour is left alone', () => {
  expect(painted(undefined)).toEqual({});
  expect(painted({ actors: 'red; --ink: blue' })).toEqual({});
});

test.each(['#ffffff', '#ffff00', '#00ffff', '#ffc0cb', '#8899aa'])('light ink is readable on %s on a dark sheet', (own) => {
  expect(token('cover-night')).toMatch(/^#/);
  expect(contrast(token('ink'), mixed(own, token('cover-night')))).toBeGreaterThanOrEqual(4.5);
});

test('the sheet that it is mixed with is the dark sheet', () => {
  expect(token('sheet')).toBe(token('cover-night'));
});
