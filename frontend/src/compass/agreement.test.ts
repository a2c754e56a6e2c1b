import { afterEach, describe, expect, test } from 'vitest';
import { useCatalog } from '../i18n';
import type { AfterTalk, Agreement, Place, View } from '../live/view';
import { agreementSentence } from './agreement';

const view = (agreement: Agreement, movement: Record<string, Place> = {}, after?: AfterTalk, open = agreement.n) => ({
  board: { agreement: { 2: agreement }, movement: { 2: movement }, ...(after && { after: { 2: after } }) },
  solutions: { 2: Object.fromEntries(Array.from({ length: open }, (_, n) => [n + 1, {}])) },
}) as unknown as Pick<View, 'board' | 'solutions'>;
const still = { regulation: 0, interest: 0 };
const FOUR = { 1: still, 2: still, 3: still, 4: still };
const said = (agreement: Agreement, movement?: Record<string, Place>, after?: AfterTalk, open?: number) => agreementSentence(view(agreement, movement, after, open), 2).replaceAll('\u00a0', ' ');

describe('the agreement in one sentence', () => {
  test('nothing before the reveal', () => {
    expect(agreementSentence(view({ n: 4, spread: 3 }), 1)).toBe('');
  });
  test('none, and one', () => {
    expect(said({ n: 0, spread: 0 })).toBe('Er ligt nog geen oplossing op het kompas.');
    expect(said({ n: 1, spread: 0, toward: ['interest+'] }, { 1: { regulation: 0, interest: 40 } })).toBe('Er ligt één oplossing op het kompas.');
  });
  test.each([[9, 'dicht bij'], [40, 'een stuk uit'], [80, 'ver uit']])('with nothing to compare: how wide, %i', (spread, words) => {
    expect(said({ n: 3, spread })).toBe(`De drie oplossingen liggen ${words} elkaar.`);
  });
  test('of those that are open some lie nowhere: says of how many it speaks', () => {
    expect(said({ n: 2, spread: 40 }, {}, undefined, 3)).toBe('De twee geplaatste oplossingen liggen een stuk uit elkaar.');
    expect(said({ n: 3, spread: 40, nearer: true }, { 1: still, 2: still, 3: still }, undefined, 4))
      .toBe('De drie geplaatste oplossingen liggen dichter bij elkaar dan in kamp 1.');
    expect(said({ n: 1, spread: 0 }, {}, undefined, 3)).toBe('Er ligt één oplossing op het kompas.');
  });
  test('how many, nearer or further, and the way most of them went', () => {
    const up = { regulation: 4, interest: 30 };
    expect(said({ n: 4, spread: 9, nearer: true, toward: ['interest+'] }, { 1: up, 2: up, 3: up, 4: { regulation: 9, interest: -44 } }))
      .toBe('De vier oplossingen liggen dichter bij elkaar dan in kamp 1; het belang van deze leerling nam toe.');
    expect(said({ n: 2, spread: 60, nearer: false, toward: ['regulation-'] }, { 1: { regulation: -20, interest: 0 }, 3: { regulation: -9, interest: 0 } }))
      .toBe('De twee oplossingen liggen verder uit elkaar dan in kamp 1; anderen kregen meer regie.');
  });
  test('of two directions the one in which they went furthest', () => {
    const moves = { 1: { regulation: 12, interest: -30 }, 2: { regulation: 20, interest: -40 } };
    expect(said({ n: 2, spread: 20, nearer: true, toward: ['regulation+', 'interest-'] }, moves)).toContain('; het belang van de hele groep nam toe.');
  });
  test('nobody moved one way together: only nearer or further', () => {
    expect(said({ n: 4, spread: 9, nearer: false, toward: [] }, FOUR)).toBe('De vier oplossingen liggen verder uit elkaar dan in kamp 1.');
  });
  test('a difference that nobody sees is none', () => {
    expect(said({ n: 4, spread: 9, nearer: true, same: true }, FOUR)).toBe('De vier oplossingen liggen even ver uit elkaar als in kamp 1.');
  });
  test('other teams than in the camp before: says whom it compares', () => {
    expect(said({ n: 4, spread: 30, nearer: true, toward: [] }, { 1: still, 2: still, 3: still }))
      .toBe('Er liggen vier oplossingen. De drie subteams die ook in kamp 1 legden, liggen dichter bij elkaar.');
    expect(said({ n: 3, spread: 30, nearer: false }, { 1: still, 2: still })).toContain('De twee subteams die ook in kamp 1 legden, liggen verder uit elkaar.');
    expect(said({ n: 3, spread: 30, nearer: false, same: true }, { 1: still, 2: still })).toContain('liggen even ver uit elkaar als toen.');
  });
  test('only one team lay there before: how wide, without a way', () => {
    expect(said({ n: 2, spread: 9, toward: ['interest+'] }, { 1: { regulation: 0, interest: 20 } })).toBe('De twee oplossingen liggen dicht bij elkaar.');
  });
});

test('the number of the camp stays beside its word', () => {
  expect(agreementSentence(view({ n: 4, spread: 9, nearer: true }, FOUR), 2)).toContain('kamp\u00a01');
});

describe('after the discussion', () => {
  const before: Agreement = { n: 4, spread: 40 };
  test.each<[Partial<AfterTalk>, string]>([
    [{ shifted: 1, nearer: true }, 'Na het gesprek schoof één subteam op; de oplossingen liggen nu dichter bij elkaar.'],
    [{ shifted: 2, nearer: false }, 'Na het gesprek schoven twee subteams op; de oplossingen liggen nu verder uit elkaar.'],
    [{ shifted: 4, nearer: true, same: true }, 'Na het gesprek schoven vier subteams op; de oplossingen liggen nog even ver uit elkaar.'],
    [{ n: 1, shifted: 1 }, 'Na het gesprek schoof één subteam op.'],
  ])('%o', (after, words) => {
    expect(said(before, {}, { n: 4, spread: 20, ...after } as AfterTalk)).toMatch(new RegExp(`\\. ${words}$`));
  });
});

describe('in English', () => {
  afterEach(() => useCatalog({}));
  test('number and sentence are translated apart', () => {
    useCatalog({ 'De {n} oplossingen liggen dicht bij elkaar': 'The {n} solutions lie close together', vier: 'four' });
    expect(said({ n: 4, spread: 3 })).toBe('The four solutions lie close together.');
  });
});
