import { expect, test } from 'vitest';
import { Once, UNSEEN_MS } from './once';
import type { CommandType, Outcome } from './protocol';

/** A button somewhere, a server that answers when told, and a screen that shows what it is told. */
function setUp() {
  const at = { ms: 0, shown: 6 };
  const sent: string[] = [];
  const answers: ((outcome: Outcome) => void)[] = [];
  const once = new Once({ shown: () => at.shown, now: () => at.ms });
  const press = (type: CommandType, fields: object) =>
    once.ask(type, fields, () => {
      sent.push(`${type} ${JSON.stringify(fields)}`);
      return new Promise((done) => answers.push(done));
    });
  const answer = async (outcome: Outcome) => {
    answers.shift()?.(outcome);
    await Promise.resolve();
  };
  return { at, sent, press, answer };
}

test('a second press while the first is on its way sends nothing, and hears the same answer', async () => {
  const { sent, press, answer } = setUp();
  const [first, second] = [press('undo', {}), press('undo', {})];
  await answer({ ok: true, seq: 7 });
  expect(sent).toEqual(['undo {}']);
  expect(await second).toEqual(await first);
});

test('nor does a press on what the screen has yet to show', async () => {
  const { at, sent, press, answer } = setUp();
  void press('blank', { on: true });
  await answer({ ok: true, seq: 7 });
  at.ms = 50;
  void press('blank', { on: true });
  expect(sent).toHaveLength(1);
});

test('what was seen can be asked again', async () => {
  const { at, sent, press, answer } = setUp();
  void press('undo', {});
  await answer({ ok: true, seq: 7 });
  at.shown = 7;
  void press('undo', {});
  expect(sent).toHaveLength(2);
});

test('what this screen never shows can be asked again after a moment', async () => {
  const { at, sent, press, answer } = setUp();
  void press('bookmark', { label: 'Kamp 1' });
  await answer({ ok: true, seq: 7 });
  at.ms = UNSEEN_MS;
  void press('bookmark', { label: 'Kamp 1' });
  expect(sent).toHaveLength(2);
});

test('what was refused can be asked again at once', async () => {
  const { sent, press, answer } = setUp();
  void press('submit_solution', { round: 1 });
  await answer({ ok: false, code: 'incomplete', message: 'Nog geen titel.' });
  void press('submit_solution', { round: 1 });
  expect(sent).toHaveLength(2);
});

test('there and back again is three wishes', () => {
  const { sent, press } = setUp();
  void press('vote', { team: 2 });
  void press('vote', { team: 3 });
  void press('vote', { team: 2 });
  expect(sent).toHaveLength(3);
});

test('more time asked twice is twice as much', () => {
  const { sent, press } = setUp();
  void press('timer', { action: 'extend', seconds: 60 });
  void press('timer', { action: 'extend', seconds: 60 });
  expect(sent).toHaveLength(2);
});
