// What a seat shows is fetched by phase: the first load is only what the room does now. Drawings come after the words.
import { Pages } from '../parts/pages.svelte';

export const pages = new Pages({
  lobby: () => import('./phases/Lobby.svelte'),
  welcome: () => import('./phases/Welcome.svelte'),
  choose: () => import('./phases/Choose.svelte'),
  work: () => import('./work/Work.svelte'),
  reveal: () => import('./phases/Reveal.svelte'),
  discuss: () => import('./phases/Discuss.svelte'),
  break: () => import('./phases/Break.svelte'),
  vote: () => import('./phases/Vote.svelte'),
  debrief: () => import('./phases/Debrief.svelte'),
  evaluate: () => import('./phases/Evaluate.svelte'),
  closed: () => import('./phases/Break.svelte'),
  hand: () => import('./cards/Hand.svelte'),
  home: () => import('./phases/Home.svelte'),
  land: () => import('../parts/Contours.svelte'),
  route: () => import('../parts/Route.svelte'),
  tool: () => import('./instruments/Tool.svelte'),
}, ['lobby', 'route', 'land']);
