// The projector's own parts in a frame of the console, without a line to the server: the console tells what to show.
import './styles';
import { mount } from 'svelte';
import Preview from './preview/Preview.svelte';

const target = document.getElementById('app');
target?.replaceChildren();
if (target) mount(Preview, { target });
