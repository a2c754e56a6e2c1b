import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import Key from './Key.svelte';
import type { Cloud } from './types';

const cloud: Cloud = { team: 1, count: 9, enough: true };
test.each([[cloud, 'de zaal leest', 'de eigen school'], [{ ...cloud, team: 11, name: 'Nu' }, 'de eigen school', 'de zaal leest']])('%o is told as what it is', (one, told, other) => {
  const { body } = render(Key, { props: { marks: [], clouds: [one] } });
  expect([body.includes(told), body.includes(other)]).toEqual([true, false]);
});
