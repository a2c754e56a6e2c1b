import Console from './facilitator/Console.svelte';
import { start } from './start';

start(Console, 'facilitator');
