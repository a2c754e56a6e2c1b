import { describe, expect, test } from 'vitest';
import { describe as told } from './describe';
import { moreOf, readingSentence, selfSentence, shiftSentence } from './difference';
import type { Mark } from './types';

const at = (regulation: number, interest: number) => ({ regulation, interest });
const us = { us: true } as const;
const uilen = { team: 'De Uilen' };

describe('what differs between two places', () => {
  test.each([
    [at(0, 0), at(30, 0), 'meer regie bij de leerling'], [at(0, 0), at(-30, 0), 'meer regie bij anderen'],
    [at(0, 0), at(0, 30), 'meer gewicht voor deze leerling'], [at(0, 0), at(0, -30), 'meer gewicht voor de hele groep'],
    [at(0, 0), at(20, -40), 'meer gewicht voor de hele groep en meer regie bij de leerling'], [at(0, 0), at(9, -9), ''],
  ])('%o to %o: %s', (from, to, words) => expect(moreOf(from, to)).toBe(words));
});

describe('the mark as the actor and the one as oneself', () => {
  test('in words, never as a number', () => {
    const laid = { place: at(40, 10), self: at(-10, 10) };
    expect(selfSentence(laid, us, 'de ouder')).toBe('Als de ouder kiezen jullie voor meer regie bij de leerling dan als jezelf.');
    expect(selfSentence(laid, uilen, 'de ouder')).toBe('Als de ouder koos De Uilen voor meer regie bij de leerling dan als zichzelf.');
  });
  test('without the name of the team where it stands already', () => {
    expect(selfSentence({ place: at(40, 10), self: at(-10, 10) }, { team: '' }, 'de ouder')).toBe('Als de ouder koos dit subteam voor meer regie bij de leerling dan als zichzelf.');
    expect(selfSentence({ place: at(0, 0), self: at(1, 1) }, { team: '' }, 'de ouder')).toBe('Als de ouder of als zichzelf legde dit subteam de oplossing bijna op dezelfde plek.');
  });
  test('nearly the same is said, too', () => {
    const laid = { place: at(0, 0), self: at(5, 5) };
    expect(selfSentence(laid, us, 'de ouder')).toBe('Als de ouder leggen jullie de oplossing bijna op dezelfde plek als jezelf.');
    expect(selfSentence(laid, uilen, 'de ouder')).toContain('bijna op dezelfde plek');
  });
  test('nothing as long as one of the two is missing', () => {
    expect(selfSentence({ place: at(0, 0) }, us)).toBe('');
    expect(selfSentence({ self: at(0, 0) }, us)).toBe('');
  });
});

describe('the shift', () => {
  test('says where to', () => {
    const laid = { place: at(0, 0), shift: at(0, 40) };
    expect(shiftSentence(laid, us)).toBe('Na het gesprek schoven jullie op: meer gewicht voor deze leerling.');
    expect(shiftSentence(laid, uilen)).toBe('De Uilen schoof na het gesprek op: meer gewicht voor deze leerling.');
  });
  test('also when it is small', () => expect(shiftSentence({ place: at(0, 0), shift: at(2, 0) }, us)).toContain('een klein stukje'));
});

describe('how the room reads it', () => {
  const reading = (regulation: number) => ({ count: 9, enough: true, centre: at(regulation, 0), major: 10 });
  test('says how many answered and what differs from what was meant', () => {
    expect(readingSentence(reading(40), at(0, 0), us)).toBe('9 antwoorden: de zaal leest jullie oplossing met meer regie bij de leerling dan jullie bedoelden.');
    expect(readingSentence(reading(40), at(0, 0), uilen)).toBe('9 antwoorden: de zaal leest De Uilen met meer regie bij de leerling dan bedoeld.');
  });
  test('as it was meant', () => {
    expect(readingSentence(reading(5), at(0, 0), us)).toBe('9 antwoorden: de zaal leest jullie oplossing zoals jullie bedoelden.');
    expect(readingSentence(reading(5), at(0, 0), uilen)).toBe('9 antwoorden: de zaal leest De Uilen zoals bedoeld.');
  });
  test('too few, and in the singular', () => {
    expect(readingSentence({ count: 1, enough: false }, at(0, 0), us)).toBe('1 antwoord: dat is nog te weinig voor een wolk.');
    expect(readingSentence(undefined, at(0, 0), us)).toBe('');
  });
  test('without a mark of the team: where the room puts it', () => {
    expect(readingSentence(reading(40), undefined, us)).toBe('9 antwoorden: de leerling heeft de regie. Groep en leerling tellen even zwaar.');
  });
});

test('the description of the picture says all that is drawn', () => {
  const mark: Mark = { team: 1, round: 2, name: 'De Uilen', now: true, ...at(0, 0), self: at(-40, 0), shift: at(0, 50) };
  const cloud = { team: 1, count: 9, enough: true, centre: at(40, 0), major: 10, minor: 5, angle: 0 };
  const text = told({ marks: [mark, { ...mark, round: 1, now: false, self: undefined }], clouds: [cloud] });
  for (const words of [
    'De Uilen: de regie ligt in het midden.', 'Als deze actor koos De Uilen voor meer regie bij de leerling dan als zichzelf.', 'De Uilen schoof na het gesprek op: meer gewicht voor deze leerling.',
    'De Uilen in kamp 1:', 'De zaal leest De Uilen zo: de leerling heeft de regie.', '9 antwoorden:', 'De antwoorden liggen dicht bij elkaar.',
  ]) expect(text).toContain(words);
  expect(text).not.toMatch(/-?\d\d/);
});
