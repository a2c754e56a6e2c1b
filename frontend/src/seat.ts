import Seat from './team/Seat.svelte';
import { start } from './start';

start(Seat, 'seat');
