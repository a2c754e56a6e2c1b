import './styles';
import { mount } from 'svelte';
import { boot } from './boot';
import { openSession } from './live/session.svelte';
import Screen from './screen/Screen.svelte';

const target = document.getElementById('app');
if (target) mount(Screen, { target, props: { session: openSession(boot.code, 'screen') } });
