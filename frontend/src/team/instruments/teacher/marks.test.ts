import { expect, test } from 'vitest';
import type { Content } from '../../../live/content';
import { MemoryKeep } from '../../../live/storage';
import { chapters, readMarks, writeMarks } from './marks';

const indicator = (theme: string) => ({ theme, name: '', question: '', phases: { 1: '', 2: '', 3: '', 4: '' } });
const content = {
  teacher_themes: { b: { name: 'B' }, a: { name: 'A' }, empty: { name: 'Leeg' } },
  teacher_indicators: { one: indicator('a'), two: indicator('b'), three: indicator('a') },
} as unknown as Content;

test('chapters follow the author, and hold their own questions', () => {
  expect(chapters(content).map(({ id, questions }) => [id, questions.map(([one]) => one)])).toEqual([['b', ['two']], ['a', ['one', 'three']]]);
  expect(chapters(undefined)).toEqual([]);
});

test('marks come back, and nothing is left after wiping', () => {
  const keep = new MemoryKeep();
  writeMarks(keep, 'ABCDEF', { one: '3' });
  expect(readMarks(keep, 'ABCDEF')).toEqual({ one: '3' });
  writeMarks(keep, 'ABCDEF', {});
  expect(keep.keys('maatwerk')).toEqual([]);
});

test('what cannot be read is nothing', () => {
  const keep = new MemoryKeep();
  keep.set('maatwerk:teacher:ABCDEF', '{"one": 9, "two": "2"');
  expect(readMarks(keep, 'ABCDEF')).toEqual({});
  keep.set('maatwerk:teacher:ABCDEF', '{"one": 9, "two": "2"}');
  expect(readMarks(keep, 'ABCDEF')).toEqual({ two: '2' });
});
