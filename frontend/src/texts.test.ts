// Everything that people read comes out of the catalogue, and is said anew when they choose another language.
import { expect, test } from 'vitest';
import { lettersInMarkup, saidOnce, sayers, sentencesInScript } from './checks/spoken';

const sources = Object.entries(
  import.meta.glob<string>(['./**/*.svelte', './**/*.ts', '!./**/*.test.ts', '!./gallery/**', '!./checks/**', '!./**/fixture.ts'], {
    query: '?raw', import: 'default', eager: true,
  }),
);

/** What reads like a sentence or a name in a script, and is none; or may not be translated. */
const NO_SENTENCES = [
  'English', 'Nederlands', // a language is named in itself, for who reads nothing else
  'Home', 'End', 'Escape', 'Enter', 'Tab', 'Shift', 'Space', 'Arrow', // keys, as a browser calls them
  'color-mix(in srgb, ', // style
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable], [role="slider"], [role="application"]', 'input, button[role="radio"], .body button', // selectors
];

/** What is on a page and in no language: what stands on a key, and an address. */
const NO_WORDS = /^(Enter Enter|Esc|\/[a-z]+)$/;

test('no letters in markup that are not out of the catalogue', () => {
  const found = sources.filter(([path]) => path.endsWith('.svelte')).flatMap(([path, source]) => lettersInMarkup(source).filter((words) => !NO_WORDS.test(words)).map((words) => `${path}: ${words}`));
  expect(found).toEqual([]);
});

test('no sentences in scripts that are not out of the catalogue', () => {
  const found = sources.flatMap(([path, source]) => sentencesInScript(path, source).filter((words) => !NO_SENTENCES.includes(words)).map((words) => `${path}: ${words}`));
  expect(found).toEqual([]);
});

test('nothing is said once and for all', () => {
  const names = sayers(sources);
  expect(sources.flatMap(([path, source]) => saidOnce(path, source, names).map((words) => `${path}: ${words}`))).toEqual([]);
});

test('these tests find what they look for', () => {
  const markup = `<h1>Kamp</h1><input placeholder="Zoek" class="field" /><Field label={open ? 'Titel' : t('Tekst')} />
    <p style:width="3rem" title={\`${'${n}'} keer\`}>{n > 1 ? 'Veel' : ''}{t('Gekozen')} {name || 'Niemand'} ({n}) {kind === 'fact' ? 1 : names['een']}</p>`;
  expect(lettersInMarkup(markup)).toEqual(['Kamp', 'Zoek', 'Titel', 'keer', 'Veel', 'Niemand']);
  const script = "import { x } from './Some Thing'; const a = t('Lever in'), b = 'Lever in', c = { name: 'Kompas' }, d = `${n} keer iets`, e = 'is-open', f = 'Bewaar.';";
  expect(sentencesInScript('x.ts', script)).toEqual(['Lever in', 'Kompas', ' keer iets', 'Bewaar.']);
  const words: [string, string] = ['words.ts', "export const word = () => t('Kompas'); export function two() { return word(); }"];
  const names = sayers([words]);
  expect(saidOnce(...words, names)).toEqual([]);
  const component = "<script>const a = two(); const b = $derived(two()); const c = () => word(); let { d = t('Titel') } = $props();</script>";
  expect(saidOnce('x.svelte', component, names)).toEqual(['two()', "t('Titel')"]);
});
