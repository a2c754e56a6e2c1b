import Screen from './screen/Screen.svelte';
import { start } from './start';

start(Screen, 'screen');
