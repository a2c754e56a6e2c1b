import './styles';
import { mount } from 'svelte';
import { boot } from './boot';
import { openSession } from './live/session.svelte';
import Console from './facilitator/Console.svelte';

const target = document.getElementById('app');
if (target) mount(Console, { target, props: { session: openSession(boot.code, 'facilitator') } });
