import { describe, expect, it } from 'vitest';
import type { Content } from '../../live/content';
import { cardOf } from './paper';

const content = {
  pack: { id: 'po' },
  personas: { yara: { name: 'Yara' } },
  factors: { vision: { name: 'Visie' } },
  codes: { KHT7: { kind: 'personas', id: 'yara' }, AB23: { kind: 'factors', id: 'vision' }, GONE: { kind: 'actors', id: 'nobody' } },
  actors: {},
} as unknown as Content;
const yara = { kind: 'personas', id: 'yara', name: 'Yara' };

describe('a card of paper', () => {
  it.each(['KHT7', 'kht7', ' kh t7 ', 'KH-T7', 'https://maatwerk.example/k/po/KHT7', 'http://192.168.1.5:8000/k/po/kht7'])('is known by %s', (text) => {
    expect(cardOf(text, content)).toEqual(yara);
  });
  it('may be a factor', () => expect(cardOf('ab23', content)).toEqual({ kind: 'factors', id: 'vision', name: 'Visie' }));
  it.each(['', 'KHT', 'KHT77', 'https://elsewhere.example/', 'https://maatwerk.example/join/ABCDEF', '<b>1'])('is not read from %s', (text) => {
    expect(cardOf(text, content)).toEqual({ wrong: 'no_code' });
  });
  it.each(['ZZZZ', 'GONE', 'http://a/k/po/ZZZZ'])('is unknown by %s', (text) => expect(cardOf(text, content)).toEqual({ wrong: 'unknown' }));
  it('may be of another pack', () => expect(cardOf('http://a/k/mbo/KHT7', content)).toEqual({ wrong: 'other_pack' }));
  it('waits for the cards\' texts', () => expect(cardOf('KHT7', undefined)).toEqual({ wrong: 'unknown' }));
});
