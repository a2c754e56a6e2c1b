// The page /check has to run in the very browsers that it turns down; only its mark of a new one may be new.
import { parse } from 'acorn';
import { expect, test } from 'vitest';
import old from '../../app/web/static/check.js?raw';
import modern from '../../app/web/static/check-modern.js?raw';

test('the script of the check is ES5', () => {
  expect(() => parse(old, { ecmaVersion: 5 })).not.toThrow();
});

test('what came after ES5 is not called either', () => {
  expect(old).not.toMatch(/\b(fetch|Promise|Map|Set|Symbol|Object\.(assign|entries|values))\b|\.(includes|find|forEach|append|closest|remove)\(/);
});

test('the mark of a new browser is no easier to understand than what we build', () => {
  expect(() => parse(modern, { ecmaVersion: 2021, sourceType: 'module' })).toThrow();
  expect(() => parse(modern, { ecmaVersion: 2022, sourceType: 'module' })).not.toThrow();
});

test('what we build is understood by every browser that has the mark', () => {
  const built = import.meta.glob<string>('../../app/web/static/dist/assets/*.js', { query: '?raw', import: 'default', eager: true });
  expect(Object.keys(built).length).toBeGreaterThan(4);
  for (const script of Object.values(built)) parse(script, { ecmaVersion: 2022, sourceType: 'module' });
});
