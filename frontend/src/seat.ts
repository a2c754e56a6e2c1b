import './styles';
import { mount } from 'svelte';
import { boot } from './boot';
import { openSession } from './live/session.svelte';
import Seat from './team/Seat.svelte';

const target = document.getElementById('app');
if (target) mount(Seat, { target, props: { session: openSession(boot.code, 'seat') } });
