import Review from './review/Review.svelte';
import { start } from './start';

start(Review, 'review');
