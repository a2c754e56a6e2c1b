import { expect, test } from 'vitest';
import { describe as told } from './describe';

test('an empty compass says no more than that: beside it stands what is asked, a solution or the own school', () => {
  expect(told({ marks: [], clouds: [] })).toBe('Kompas, nog leeg.');
});
