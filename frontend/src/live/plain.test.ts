import { describe, expect, test, vi } from 'vitest';
import { PlainWire } from './plain';

interface Asked { method: string; path: string; body?: string; line?: string; answer: (response: Response) => void; fail: () => void }

/** A server that answers when the test says so. */
function setUp(how: 'events' | 'poll') {
  const asked: Asked[] = [];
  const ask = ((path: string, init: RequestInit) =>
    new Promise<Response>((answer, fail) => {
      init.signal?.addEventListener('abort', () => fail(new Error('aborted')));
      const line = (init.headers as Record<string, string>)['maatwerk-line'];
      asked.push({ method: init.method ?? 'GET', path, body: init.body as string, line, answer, fail: () => fail(new Error('network')) });
    })) as typeof fetch;
  const wire = new PlainWire('/lines/X', how, ask);
  const [heard, closed] = [[] as string[], vi.fn()];
  wire.onopen = () => wire.send('hello');
  wire.onmessage = ({ data }) => void heard.push(String(data));
  wire.onclose = closed;
  return { wire, asked, heard, closed };
}

const settle = () => new Promise((done) => setTimeout(done));
const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status });
const batch = (number: number, ...frames: string[]) => new Response(frames.join('\n'), { headers: { 'maatwerk-batch': String(number) } });

async function opened(how: 'events' | 'poll') {
  const all = setUp(how);
  await settle();
  all.asked[0]?.answer(json({ line: 'secret' }, 201));
  await settle();
  return all;
}

describe('PlainWire', () => {
  test('opens with the hello, and names its line in a header from then on', async () => {
    const { asked } = await opened('poll');
    expect(asked.map(({ method, path, body, line }) => ({ method, path, body, line }))).toEqual([
      { method: 'POST', path: '/lines/X', body: 'hello', line: undefined },
      { method: 'GET', path: '/lines/X/poll?got=0', body: undefined, line: 'secret' },
    ]);
  });

  test('what is said while a post is on its way goes together in the next, in order', async () => {
    const { wire, asked } = setUp('poll');
    await settle();
    wire.send('a');
    wire.send('b');
    expect(asked).toHaveLength(1);
    asked[0]?.answer(json({ line: 'secret' }, 201));
    await settle();
    wire.send('c');
    wire.send('d');
    const posts = () => asked.filter(({ method }) => method === 'POST');
    expect(posts().map(({ body }) => body)).toEqual(['hello', 'a\nb']);
    posts()[1]?.answer(new Response(null, { status: 204 }));
    await settle();
    expect(posts().map(({ body }) => body)).toEqual(['hello', 'a\nb', 'c\nd']);
  });

  test('asks on with the number of the batch it got; an empty one is a sign of life', async () => {
    const { asked, heard } = await opened('poll');
    asked.at(-1)?.answer(batch(1, 'one', 'two'));
    await settle();
    expect([heard, asked.at(-1)?.path]).toEqual([['one', 'two'], '/lines/X/poll?got=1']);
    asked.at(-1)?.answer(batch(1));
    await settle();
    expect([heard.at(-1), asked.at(-1)?.path]).toEqual(['', '/lines/X/poll?got=1']);
  });

  test('reads a stream in whatever pieces it comes', async () => {
    const { asked, heard, closed } = await opened('events');
    expect(asked.at(-1)?.path).toBe('/lines/X/events');
    const bytes = new TextEncoder().encode('data: één\n\n: still here\n\ndata: twee\n\n');
    const body = new ReadableStream({
      start(stream) {
        for (const byte of bytes) stream.enqueue(Uint8Array.of(byte));
        stream.close();
      },
    });
    asked.at(-1)?.answer(new Response(body));
    await vi.waitFor(() => expect(closed).toHaveBeenCalledTimes(1));
    expect(heard).toEqual(['één', '', 'twee']);
  });

  test('a refused hello is told with the closing word of the server', async () => {
    const { asked, heard, closed } = setUp('poll');
    await settle();
    asked[0]?.answer(json({ code: 'unauthorised' }, 401));
    await settle();
    expect(heard).toEqual(['{"type":"closing","code":"unauthorised"}']);
    expect(closed).toHaveBeenCalledTimes(1);
  });

  test.each([json({ code: 'busy' }, 503), new Response('<html>', { status: 502 }), new Response('<html>')])(
    'what is no answer of our server is a loss like any other', async (answer) => {
      const { asked, heard, closed } = setUp('poll');
      await settle();
      asked[0]?.answer(answer);
      await settle();
      expect(heard).toEqual([]);
      expect(closed).toHaveBeenCalledWith({ code: 1006 });
    });

  test('a line that the server does not know any more is lost, and so is one whose network fails', async () => {
    const one = await opened('poll');
    one.asked.at(-1)?.answer(json({ code: 'line_gone' }, 410));
    const other = await opened('poll');
    other.wire.send('a');
    other.asked.at(-1)?.fail();
    await settle();
    expect([one.closed.mock.calls.length, other.closed.mock.calls.length]).toEqual([1, 1]);
  });

  test('who closes says so, hears nothing more and asks nothing more', async () => {
    const { wire, asked, heard, closed } = await opened('poll');
    wire.close();
    await settle();
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: '/lines/X', line: 'secret' });
    expect([heard, closed.mock.calls.length, asked.length]).toEqual([[], 0, 3]);
    wire.close();
    expect(asked).toHaveLength(3);
  });
});
