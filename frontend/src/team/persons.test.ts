import { expect, test } from 'vitest';
import { finished, openBoxes, whoseTurn } from './persons';

const boxes = ['pulse:before:now', 'pulse:before:wanted'];
const me = {
  seat: 's_1', evaluated: [],
  answers: [
    { box: 'pulse:before:now', person: 1 }, { box: 'pulse:before:wanted', person: 1 }, { box: 'pulse:before:now', person: 2 },
  ],
};

test('who is done, and what is still open', () => {
  expect(finished(me, boxes)).toEqual([1]);
  expect(openBoxes(me, boxes, 2)).toEqual(['pulse:before:wanted']);
});

test('after a reload, who was halfway goes on; then the next', () => {
  expect(whoseTurn([1], [2])).toBe(2);
  expect(whoseTurn([1])).toBe(2);
  expect(whoseTurn([1, 2, 3, 4])).toBeUndefined();
});
