// What the console shows is fetched when it is needed: the room by phase, and what is seldom opened. The frame around it always stands.
import { Pages } from '../parts/pages.svelte';

export const pages = new Pages({
  lobby: () => import('./rooms/Lobby.svelte'),
  welcome: () => import('./rooms/Welcome.svelte'),
  choose: () => import('./rooms/Choose.svelte'),
  work: () => import('./rooms/Work.svelte'),
  reveal: () => import('./rooms/Reveal.svelte'),
  discuss: () => import('./rooms/Discuss.svelte'),
  break: () => import('./rooms/Break.svelte'),
  vote: () => import('./rooms/Vote.svelte'),
  debrief: () => import('./rooms/Debrief.svelte'),
  evaluate: () => import('./rooms/Evaluate.svelte'),
  closed: () => import('./rooms/Closed.svelte'),
  strip: () => import('./rehearsal/Strip.svelte'),
  rehearsal: () => import('./rehearsal/Rehearse.svelte'),
  over: () => import('./over/TakeOver.svelte'),
  school: () => import('./pieces/OwnSchool.svelte'),
  leading: () => import('./leading/Leading.svelte'),
  instruments: () => import('./instruments/Instruments.svelte'),
  help: () => import('./frame/Help.svelte'),
  clock: () => import('./frame/SetClock.svelte'),
  join: () => import('./frame/JoinDialog.svelte'),
});
