// What LOOK promises of the colours, computed from the tokens themselves: readable, and four teams that stay apart.
import { expect, test } from 'vitest';
import tokens from '../styles/tokens.css?raw';
import { contrast, type Light, lightOf, luminance } from './parts/colour';

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** The value of a token, as `light-dark(...)` or one colour for both writes it; the first place counts, the themes of systems come after it. */
function value(name: string, theme: Theme): string {
  const found = new RegExp(`--${name}:[^;]*?(?:light-dark\\((?:var\\([\\w-]+, )?(#\\w{6})\\)?, (?:var\\([\\w-]+, )?(#\\w{6})\\)?\\)|(#\\w{6}))`).exec(tokens);
  const hex = found?.[theme === 'light' ? 1 : 2] ?? found?.[3];
  if (!hex) throw new Error(`no token --${name}`);
  return hex;
}

const TEAMS = ['team-1', 'team-2', 'team-3', 'team-4'];
const PAPERS = ['sheet', 'ground', 'sunk'];
const COVERS = ['meadow', 'water', 'heath', 'sand', 'note', 'note-info', 'grass', 'lake', 'sky', 'hill-1', 'hill-2', 'hill-3'];

/** Machado, Oliveira and Fernandes (2009), severity 1, on amounts of light. */
const SIGHT: Record<string, number[][]> = {
  'all cones': [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const seenBy = (sight: string, light: Light): Light =>
  SIGHT[sight]?.map((row) => Math.min(1, Math.max(0, row.reduce((sum, share, n) => sum + share * (light[n] ?? 0), 0)))) as unknown as Light;

/** CIE L*a*b*, D65. */
function lab([r, g, b]: Light): [number, number, number] {
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(luminance([r, g, b]));
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const apart = (a: Light, b: Light): number => Math.hypot(...lab(a).map((part, n) => part - (lab(b)[n] ?? 0)));
const pairs = TEAMS.flatMap((one, n) => TEAMS.slice(0, n).map((other) => [one, other] as const));

test.each(THEMES)('words are readable on every paper and every card, %s', (theme) => {
  for (const paper of [...PAPERS, ...COVERS]) expect(contrast(value('ink', theme), value(paper, theme)), paper).toBeGreaterThanOrEqual(7);
  for (const paper of PAPERS) expect(contrast(value('ink-2', theme), value(paper, theme)), paper).toBeGreaterThanOrEqual(5.5);
  for (const paper of ['sheet', 'ground', 'error-soft']) expect(contrast(value('error', theme), value(paper, theme)), paper).toBeGreaterThanOrEqual(4.5);
  expect(contrast(value('on-now', theme), value('now', theme))).toBeGreaterThanOrEqual(7);
  expect(contrast(value('on-night', theme), value('night', theme))).toBeGreaterThanOrEqual(4.5);
});

test.each(THEMES)('edges, the focus ring and the shapes of teams stand out from the paper, %s', (theme) => {
  for (const name of ['line', 'focus', ...TEAMS]) {
    for (const paper of ['sheet', 'ground']) expect(contrast(value(name, theme), value(paper, theme)), `${name} on ${paper}`).toBeGreaterThanOrEqual(3);
  }
});

test.each(THEMES)('in black and white every team has a grey of its own, %s', (theme) => {
  const greys = TEAMS.map((team) => luminance(lightOf(value(team, theme)))).sort((a, b) => a - b);
  const steps = greys.slice(1).map((grey, n) => (grey + 0.05) / ((greys[n] ?? 0) + 0.05));
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(theme === 'light' ? 1.47 : 1.27);
});

test.each(THEMES.flatMap((theme) => Object.keys(SIGHT).map((sight) => [theme, sight] as const)))('teams stay apart, %s, %s', (theme, sight) => {
  for (const [one, other] of pairs) {
    const [a, b] = [one, other].map((team) => seenBy(sight, lightOf(value(team, theme)))) as [Light, Light];
    expect(Math.round(apart(a, b)), `${one} and ${other}`).toBeGreaterThanOrEqual(31);
  }
});

test('yellow is nobody\'s colour: it lies far from every team', () => {
  for (const theme of THEMES) {
    for (const team of TEAMS) expect(apart(lightOf(value('now', theme)), lightOf(value(team, theme))), `${team}, ${theme}`).toBeGreaterThan(30);
  }
});

/** A block of the file, from its head to its closing brace. */
function block(head: string): string {
  const from = tokens.indexOf(head);
  return from < 0 ? '' : tokens.slice(from, tokens.indexOf('\n}', from));
}

test('with the system\'s own colours every token has one of those', () => {
  const forced = block('@media (forced-colors: active)');
  const named = [...tokens.matchAll(/--([\w-]+):[^;]*?#\w{6}/g)].map((found) => found[1]).filter((name) => !['paper', 'print', 'cover-night'].includes(name ?? ''));
  expect(new Set(named).size).toBeGreaterThan(30);
  for (const name of named) expect(forced, name).toMatch(new RegExp(`--${name}: (Canvas|CanvasText|Highlight|HighlightText)\\b`));
});

test('with more contrast there are no soft edges left, and words are as dark as they can be', () => {
  const more = block('@media (prefers-contrast: more)');
  for (const name of ['ink-2', 'line', 'hair']) expect(more).toContain(`--${name}: var(--ink)`);
  for (const theme of THEMES) {
    const [ink, sheet] = ['ink', 'sheet'].map((name) => new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(more)?.[theme === 'light' ? 1 : 2] ?? '');
    expect(contrast(ink ?? '', sheet ?? '')).toBe(21);
  }
});

test('no motion is left when motion is reduced; how long to hold a button is no motion', () => {
  const reduced = block('@media (prefers-reduced-motion: reduce)');
  const times = [...tokens.matchAll(/--(t-[\w]+): [1-9]/g)].map((found) => found[1]).filter((name) => name !== 't-hold');
  expect(times.length).toBeGreaterThanOrEqual(3);
  for (const name of times) expect(reduced).toContain(`--${name}: 0ms`);
});
