import './styles';
import { mount } from 'svelte';
import { boot } from './boot';
import { openSession } from './live/session.svelte';
import Review from './review/Review.svelte';

const target = document.getElementById('app');
if (target) mount(Review, { target, props: { session: openSession(boot.code, 'review') } });
