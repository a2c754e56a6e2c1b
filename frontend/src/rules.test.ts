// House rules that no type can hold: what the content policy forbids, and what a catalogue cannot find.
import { expect, test } from 'vitest';

const sources = import.meta.glob<string>(['./**/*.svelte', './**/*.ts', '!./**/*.test.ts'], { query: '?raw', import: 'default', eager: true });

function breakers(rule: RegExp): string[] {
  return Object.entries(sources).filter(([, text]) => rule.test(text)).map(([path]) => path);
}

test('no inline style attributes: the policy refuses them, use style: directives', () => {
  expect(breakers(/\sstyle=["{]/)).toEqual([]);
});

test('texts are plain literals, so that the catalogue finds them', () => {
  expect(breakers(/\bt\(\s*[^'"\s)]/).filter((path) => path !== './i18n.ts')).toEqual([]);
});

test('markup from outside only where the server made it', () => {
  expect(breakers(/\{@html (?!boot\.(check_)?qr\b)/)).toEqual([]);
});

test('nothing comes from another host', () => {
  expect(breakers(/https?:\/\/(?!www\.w3\.org)/)).toEqual([]);
});
