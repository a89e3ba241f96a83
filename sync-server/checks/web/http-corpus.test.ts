// What the web checks read, over a corpus of answers (testing/http-corpus.ts) that a server sends octet by octet.
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { checks } from '../index.ts';
import { contextOf } from '../testing/context.ts';
import type { Case } from '../testing/http-answer.ts';
import { corpus, missing } from '../testing/http-corpus.ts';
import { target } from '../testing/targets.ts';

/** Sends what a case has for each path. */
const serve = ({ pages }: Pick<Case, 'pages'>) =>
  target(
    createServer((socket) => {
      let request = '';
      socket.on('data', (chunk) => {
        request += chunk.toString('latin1');
        if (!request.includes('\r\n\r\n')) return;
        const page = pages[request.split(' ')[1] ?? ''] ?? Buffer.from('HTTP/1.1 404 Not Found\r\n\r\n');
        socket.end(typeof page === 'function' ? page(request) : page);
      });
    }),
  );

async function ask(at: { port: number }, kind: string, more: object) {
  const check = checks[kind]!;
  const url = `http://127.0.0.1:${at.port}/`;
  const settings = check.schema.parse(kind === 'journey' ? more : { url, ...more });
  const { status, reason } = await check.run(settings, contextOf(AbortSignal.timeout(25_000)));
  return { status, reason };
}

const up = { status: 'up', reason: null };
const down = (reason: string) => ({ status: 'down', reason });
const notRead = (why: string) => `“${missing}” is not in what was read of the answer: ${why}`;

test('[CK12] the corpus is large, and no two of its answers have one name', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(200);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
});

test.each(corpus.filter(({ broken }) => broken === undefined).map((each) => [each.name, each] as const))(
  '[CK12] %s: the words that are there are found, others are absent only if all was read',
  async (_name, each) => {
    await using site = await serve(each);
    const { holds, unread } = each;
    if (holds !== null && holds !== '') {
      expect(await ask(site, 'http', { keyword: holds })).toEqual(up);
      expect(await ask(site, 'http', { absent: holds })).toEqual(down(`“${holds}” is in the answer`));
      expect(await ask(site, 'keyword', { keyword: holds, expected: 'absent' })).toMatchObject({
        status: 'down',
      });
    }
    const present = await ask(site, 'http', { keyword: missing });
    const absent = await ask(site, 'keyword', { keyword: missing, expected: 'absent' });
    if (unread === undefined) {
      expect(present).toEqual(down(`“${missing}” is not in the answer`));
      expect(absent).toEqual(up);
    } else {
      expect(present).toEqual(down(notRead(unread)));
      expect(absent).toEqual({ status: 'unknown', reason: notRead(unread) });
      expect(await ask(site, 'http', { absent: missing })).toEqual(absent);
      expect(await ask(site, 'json', { query: 'x', expected: '1' })).toEqual(
        down(`the answer cannot be read as JSON: ${unread}`),
      );
    }
  },
);

test.each(
  corpus.flatMap(({ broken, ...each }) => (broken === undefined ? [] : [[each.name, each, broken] as const])),
)('[CK12] %s is down, and the reason names what is wrong', async (_name, each, broken) => {
  await using site = await serve(each);
  expect(await ask(site, 'http', {})).toEqual(down(broken));
  expect(await ask(site, 'http', { absent: missing })).toEqual(down(broken));
  expect(await ask(site, 'keyword', { keyword: missing, expected: 'absent' })).toEqual(down(broken));
});

test('[CK12] HEAD asks for no body, so nothing is absent from it', async () => {
  await using site = await serve({
    pages: { '/': Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n') },
  });
  const why = notRead('HEAD asks for no body');
  expect(await ask(site, 'http', { method: 'HEAD' })).toEqual(up);
  expect(await ask(site, 'http', { method: 'HEAD', keyword: missing })).toEqual(down(why));
  expect(await ask(site, 'http', { method: 'HEAD', absent: missing })).toEqual({
    status: 'unknown',
    reason: why,
  });
});

const json = (bytes: Buffer, type = 'application/json') =>
  serve({
    pages: { '/': Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n\r\n`), bytes]) },
  });

test.each([
  ['with a mark', Buffer.from('\u{feff}{"a": "ü"}')],
  ['in UTF-16', Buffer.from('{"a": "ü"}', 'utf16le')],
  ['in UTF-16 with a mark', Buffer.from('\u{feff}{"a": "ü"}', 'utf16le')],
  ['of 5 MiB', Buffer.from(`{"x": "${'.'.repeat(5 * 1024 * 1024)}", "a": "ü"}`)],
])('[CK12] JSON %s is read, by JSON checks and journeys', async (_how, bytes) => {
  await using site = await json(bytes);
  expect(await ask(site, 'json', { query: 'a', expected: 'ü' })).toEqual(up);
  const url = `http://127.0.0.1:${site.port}/`;
  const steps = [{ name: 'one', url, query: 'a = "ü"', contains: '"ü"' }];
  expect(await ask(site, 'journey', { steps })).toEqual(up);
});

test('[CK12] a journey does not take what was not read for absent either', async () => {
  const page = Buffer.concat([
    Buffer.from('HTTP/1.1 200 OK\r\nContent-Encoding: compress\r\n\r\n'),
    Buffer.from('x'),
  ]);
  await using site = await serve({ pages: { '/': page } });
  const url = `http://127.0.0.1:${site.port}/`;
  const why = 'it is packed as “compress”, which is not unpacked here';
  expect(await ask(site, 'journey', { steps: [{ name: 'one', url, contains: missing }] })).toEqual(
    down(`step 1 (one): ${notRead(why)}`),
  );
  expect(await ask(site, 'journey', { steps: [{ name: 'one', url, store: 'id = /(x)/' }] })).toEqual(
    down(`step 1 (one): there is no id to store in the answer: ${why}`),
  );
});
