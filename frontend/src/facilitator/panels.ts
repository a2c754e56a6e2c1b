// What the console puts in the place of the room when somebody asks: fetched after the first paint.
import { Pages } from '../parts/pages.svelte';

export const panels = new Pages({
  over: () => import('./over/TakeOver.svelte'),
  school: () => import('./pieces/OwnSchool.svelte'),
  leading: () => import('./leading/Leading.svelte'),
  instruments: () => import('./instruments/Instruments.svelte'),
});
