import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { together } from './chunks.ts';
import { packed } from './packed.ts';
import { sentences } from './sentences.ts';

const pages = ['seat', 'screen', 'console', 'review', 'page', 'join', 'preview'];

export default defineConfig({
  base: '/static/dist/',
  plugins: [svelte(), packed(), sentences()],
  build: {
    outDir: '../app/web/static/dist',
    emptyOutDir: true,
    // What is "widely available". The page /check tells older browsers so, in these very numbers.
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    manifest: true,
    // The content policy allows no data: addresses, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // How long the plugins took is of no use to who only wants to play.
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: Object.fromEntries(pages.map((page) => [page, `src/${page}.ts`])),
      output: { codeSplitting: { groups: [{ name: 'styles', test: /\/src\/styles\.ts$/, priority: 1 }, { name: together }] } },
    },
  },
  // The drawings are content: other programs read them too.
  server: { fs: { allow: ['.', '../game_content/pictures.json'] } },
  // With `css` the style sheets are read too: tests compute what they promise. A second of work takes much more where others work too.
  test: { include: ['src/**/*.test.ts'], css: true, testTimeout: 60_000 },
});
