import { afterEach, expect, test } from 'vitest';
import { speak } from '../language.svelte';
import { dayOf, listed, numberOf, timeOf } from './written';

const english = () => speak({ language: 'en', catalog: {} });
afterEach(() => speak({ language: 'nl', catalog: {} }));

test('a day is written out, the British way in English', () => {
  expect(dayOf('2027-03-03')).toBe('3 maart 2027');
  english();
  expect(dayOf('2027-03-03')).toBe('3 March 2027');
});

test('the clock counts 24 hours in both languages', () => {
  const afternoon = new Date(2027, 2, 3, 14, 5).getTime();
  expect(timeOf(afternoon)).toBe('14:05');
  english();
  expect(timeOf(afternoon)).toBe('14:05');
});

test('a decimal comma in Dutch, a point in English', () => {
  expect([numberOf(3.5), numberOf(1200)]).toEqual(['3,5', '1.200']);
  english();
  expect([numberOf(3.5), numberOf(1200)]).toEqual(['3.5', '1,200']);
});

test('names in a row', () => {
  expect([listed([]), listed(['Maan']), listed(['Maan', 'Berg']), listed(['Maan', 'Berg', 'Baken'])]).toEqual(['', 'Maan', 'Maan en Berg', 'Maan, Berg en Baken']);
  english();
  expect(listed(['Moon', 'Mountain', 'Beacon'])).toBe('Moon, Mountain and Beacon');
});
