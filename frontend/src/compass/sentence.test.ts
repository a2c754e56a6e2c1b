import { describe, expect, test } from 'vitest';
import { spokenAfter, spokenPlace, spokenSpread, step } from './sentence';

describe('spokenPlace', () => {
  test.each([[28, -36, 'De leerling heeft iets meer regie. De hele groep staat voorop.'],
    [0, 0, 'De regie ligt in het midden. Groep en leerling tellen even zwaar.'],
    [-100, 20, 'Anderen hebben de regie. Deze leerling staat iets meer voorop.']])('%i, %i', (regulation, interest, text) => {
    expect(spokenPlace({ regulation, interest })).toBe(text);
  });

  test('goes on in small letters behind a lead', () => {
    const text = spokenAfter('Jouw plek:', { regulation: 28, interest: -36 });
    expect(text).toBe('Jouw plek: de leerling heeft iets meer regie. De hele groep staat voorop.');
  });

  test('is symmetrical: no side is easier to reach', () => {
    for (let v = 0; v <= 100; v++) expect(step(-v) + step(v)).toBe(0);
  });
});

test.each([[0, 'dicht bij'], [20, 'een stuk uit'], [60, 'ver uit']])('answers with a deviation of %i lie %s elkaar', (major, words) => {
  expect(spokenSpread(major)).toBe(`De antwoorden liggen ${words} elkaar.`);
});
