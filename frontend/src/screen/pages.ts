// What the projector shows is fetched when it is needed: the page of the phase, and what is put or leafed to in its place.
import { Pages } from '../parts/pages.svelte';

export const pages = new Pages({
  lobby: () => import('./phases/Lobby.svelte'),
  welcome: () => import('./phases/Welcome.svelte'),
  choose: () => import('./phases/Choose.svelte'),
  work: () => import('./phases/Work.svelte'),
  reveal: () => import('./phases/Reveal.svelte'),
  discuss: () => import('./phases/Discuss.svelte'),
  break: () => import('./phases/Break.svelte'),
  vote: () => import('./phases/Vote.svelte'),
  debrief: () => import('./phases/Debrief.svelte'),
  evaluate: () => import('./phases/Evaluate.svelte'),
  closed: () => import('./phases/Closed.svelte'),
  shown: () => import('./shown/Shown.svelte'),
  leaf: () => import('./leaves/LeafPage.svelte'),
  clock: () => import('./ClockPage.svelte'),
  help: () => import('./Help.svelte'),
});
