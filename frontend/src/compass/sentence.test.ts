import { describe, expect, test } from 'vitest';
import type { Agreement, Board, Place } from '../live/view';
import { agreementSentence, spokenAfter, spokenPlace, step } from './sentence';

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

describe('agreementSentence', () => {
  const board = (agreement: Agreement, movement: Record<string, Place> = {}) =>
    ({ agreement: { 2: agreement }, movement: { 2: movement } }) as unknown as Board;

  test('nothing before the reveal', () => {
    expect(agreementSentence(board({ n: 4, spread: 3 }), 1)).toBe('');
  });
  test('one solution only', () => {
    expect(agreementSentence(board({ n: 1, spread: 0 }), 2)).toBe('Er ligt 1 oplossing op het kompas.');
  });
  test('where most moved', () => {
    const moves = { 1: { regulation: 4, interest: 30 }, 2: { regulation: 0, interest: 8 }, 3: { regulation: 9, interest: -44 } };
    const text = agreementSentence(board({ n: 3, spread: 40, toward: ['interest+'] }, moves), 2);
    expect(text).toBe('2 subteams schoven op naar het belang van deze leerling.');
  });
  test('nearer, further, and how wide in the first camp', () => {
    expect(agreementSentence(board({ n: 4, spread: 9, nearer: true }), 2)).toContain('dichter bij elkaar dan in kamp 1');
    expect(agreementSentence(board({ n: 4, spread: 9, nearer: false }), 2)).toContain('verder uit elkaar dan in kamp 1');
    expect(agreementSentence(board({ n: 4, spread: 60 }), 2)).toBe('De oplossingen liggen ver uit elkaar.');
  });
});
