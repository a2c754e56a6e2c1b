// The look has one home: styles/tokens.css. What a component may not do, and what the values themselves promise.
import { expect, test } from 'vitest';

const components = import.meta.glob<string>('./**/*.svelte', { query: '?raw', import: 'default', eager: true });
const styles = import.meta.glob<string>(['../styles/*.css', '!../styles/tokens.css'], { query: '?raw', import: 'default', eager: true });
const everywhere = { ...components, ...styles };

const HEX = /#[0-9a-f]{3,8}\b/i;
const FUNCTION = /\b(?:rgba?|hsla?|oklch|oklab|lch|lab)\(/i;
/** As a value in a style or on a shape; as words they are free. */
const NAMED = /\b(?:color|background(?:-color)?|fill|stroke|border(?:-[a-z]+)*|outline|box-shadow)(?::|=")[^;"{}]*\b(?:black|white|red|green|blue|yellow|orange|purple|gray|grey|silver|navy|teal|brown|pink)\b/i;

const withoutCode = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\{#[a-z]+|href="#\w+|url\(#[^)]*\)/g, '');

function breakers(rule: RegExp, texts: Record<string, string> = everywhere): string[] {
  return Object.entries(texts).flatMap(([path, text]) => {
    const found = rule.exec(withoutCode(text));
    return found ? [`${path}: ${found[0]}`] : [];
  });
}

test('no colour is named outside the tokens', () => {
  expect(Object.values(everywhere).filter(Boolean).length).toBeGreaterThan(200);
  expect(Object.values(styles).every(Boolean)).toBe(true);
  expect(breakers(HEX)).toEqual([]);
  expect(breakers(FUNCTION)).toEqual([]);
  expect(breakers(NAMED)).toEqual([]);
});

test('letters come in the sizes of the tokens, or in shares of what stands around them', () => {
  expect(breakers(/font-size:\s*[\d.]+(?:rem|px|vh|vw|pt)/)).toEqual([]);
});

test('how much fits is asked in letters, so that who reads larger ones gets the page of a smaller screen', () => {
  expect(breakers(/@media[^{]*\d(?:px|rem)\)/)).toEqual([]);
  expect(breakers(/matchMedia\([^)]*\dpx/)).toEqual([]);
});

test('what moves takes its time from the tokens, so that reduced motion reaches all of it', () => {
  expect(breakers(/(?:transition|animation)[^;{}]*?\b(?!0m?s)[\d.]+m?s\b/)).toEqual([]);
  expect(breakers(/from 'svelte\/(?:transition|animate|motion|easing)'/)).toEqual([]);
  expect(breakers(/\.animate\(/)).toEqual([]);
});
