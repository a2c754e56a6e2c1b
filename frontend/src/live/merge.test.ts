import { describe, expect, test } from 'vitest';
import { merge } from './merge';

// The test cases of RFC 7396, appendix A: original, patch, result.
const cases: [unknown, unknown, unknown][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [['a', 'b'], ['c', 'd'], ['c', 'd']],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe('merge', () => {
  test.each(cases)('%j with %j gives %j', (target, patch, result) => {
    expect(merge(target, patch)).toEqual(result);
  });

  test('leaves the target alone and keeps what did not change', () => {
    const target = { teams: { '1': { name: 'Noord' } }, timer: { state: 'idle' } };
    const next = merge(target, { timer: { state: 'running' } });
    expect(target.timer.state).toBe('idle');
    expect(next.teams).toBe(target.teams);
  });

  test('a key named __proto__ stays a key', () => {
    const next = merge({}, JSON.parse('{"__proto__": {"sealed": true}}')) as Record<string, unknown>;
    expect(next['sealed']).toBeUndefined();
    expect(Object.hasOwn(next, '__proto__')).toBe(true);
  });
});
