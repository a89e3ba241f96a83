import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { makeRedact } from '../forms/secret.ts';
import { makeCookieJar } from './web/cookies.ts';
import { journey } from './journey.ts';
import { contextOf } from './testing/context.ts';
import { web } from './testing/targets.ts';

const secret = 'canary-journey-7';
const token = 'tok-8c1f-stored';
const session = 'session-cookie-0123456789';

/** A small shop: sign in, order, look, cancel. Remembers what it was asked. */
async function shop({ breaks }: { breaks?: string } = {}) {
  const asked: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
    const { method = '', url = '', headers } = request;
    asked.push(`${method} ${url}`);
    const isKnown = headers.cookie === `sid=${session}` && headers.authorization === `Bearer ${token}`;
    if (url === breaks)
      response.writeHead(500).end(`broken for ${token} with ${headers.cookie ?? ''}, ${secret}`);
    else if (url === '/login' && body === `{"password":"${secret}"}`)
      response
        .writeHead(303, { 'set-cookie': `sid=${session}; Path=/; HttpOnly`, location: '/welcome' })
        .end();
    else if (url === '/welcome') response.end(JSON.stringify({ token, items: [] }));
    else if (!isKnown) response.writeHead(403).end('{}');
    else if (url === '/orders') response.end('<a href="/orders/41">your order</a>');
    else response.end(JSON.stringify({ id: 41, state: 'open' }));
  };
  const target = await web((request, response) => void answer(request, response));
  return { ...target, asked, base: `http://${target.host}:${target.port}` };
}

const steps = (base: string) => [
  {
    name: 'sign in',
    method: 'POST',
    url: `${base}/login`,
    body: '{"password":"{{PASSWORD}}"}',
    contains: 'items',
    store: 'token = token',
  },
  {
    name: 'order',
    method: 'POST',
    url: `${base}/orders`,
    headers: 'Authorization: Bearer {{token}}',
    store: 'id = /orders.(\\d+)/',
  },
  {
    name: 'look',
    url: `${base}/orders/{{id}}`,
    headers: 'Authorization: Bearer {{token}}',
    query: 'state = "open" and $string(id) = $id',
  },
  {
    name: 'cancel',
    method: 'DELETE',
    url: `${base}/orders/{{id}}`,
    headers: 'Authorization: Bearer {{token}}',
    always: true,
  },
];

const run = async (settings: object, deadlineMs = 25_000) => {
  const parsed = journey.schema.parse({ secrets: `PASSWORD=${secret}`, ...settings });
  return { parsed, result: await journey.run(parsed, contextOf(AbortSignal.timeout(deadlineMs))) };
};

test('[CK10] later steps use the values that a step stored, and cookies are kept even across redirects', async () => {
  await using target = await shop();
  const { result } = await run({ steps: steps(target.base) });
  expect(result).toMatchObject({ status: 'up', reason: null });
  expect(target.asked).toEqual([
    'POST /login',
    'GET /welcome',
    'POST /orders',
    'GET /orders/41',
    'DELETE /orders/41',
  ]);
});

test('[CK13] a number that no double holds is stored and sent on with its digits', async () => {
  const asked: string[] = [];
  await using target = await web((request, response) => {
    asked.push(request.url ?? '');
    response.end('{"id": 9007199254740993, "state": "open"}');
  });
  const base = `http://${target.host}:${target.port}`;
  const { result } = await run({
    steps: [
      { name: 'order', url: `${base}/orders`, store: 'id = id' },
      { name: 'look', url: `${base}/orders/{{id}}`, query: 'state = "open"' },
    ],
  });
  expect(result).toMatchObject({ status: 'up' });
  expect(asked).toEqual(['/orders', '/orders/9007199254740993']);
});

test('[CK10] a failure names its step, and what tidies up runs all the same', async () => {
  await using target = await shop({ breaks: '/orders/41' });
  const { result } = await run({ steps: steps(target.base) });
  expect(result).toMatchObject({
    status: 'down',
    reason: 'step 3 (look): 500 Internal Server Error',
    evidence: { statusLine: 'HTTP/1.1 500 Internal Server Error' },
  });
  expect(result.evidence?.log).toEqual([
    expect.stringMatching(/^1\. sign in: 200 OK in \d+ ms$/),
    expect.stringMatching(/^2\. order: 200 OK in \d+ ms$/),
    expect.stringMatching(
      /^3\. look: 500 Internal Server Error in \d+ ms, failed: 500 Internal Server Error$/,
    ),
    expect.stringMatching(/^4\. cancel: 500 Internal Server Error in \d+ ms, failed/),
  ]);
  expect(target.asked.at(-1)).toBe('DELETE /orders/41');
});

test('[CK10] a step that needs a value that was never stored says so, and the first failure is the reason', async () => {
  await using target = await shop({ breaks: '/orders' });
  const { result } = await run({ steps: steps(target.base) });
  expect(result.reason).toBe('step 2 (order): 500 Internal Server Error');
  expect(result.evidence?.log?.slice(2)).toEqual([
    '3. look: not run',
    expect.stringMatching(/^4\. cancel: in \d+ ms, failed: there is no id$/),
  ]);
});

test('[CK2] no secret, stored value or cookie is in the reason or the evidence', async () => {
  await using target = await shop({ breaks: '/orders/41' });
  const { parsed, result } = await run({ steps: steps(target.base) });
  const told = JSON.stringify(result);
  expect(told).not.toContain(token);
  expect(told).not.toContain(session);
  // The caller that runs a check strikes out the secrets of the form.
  expect(makeRedact(journey.fields, parsed)(told)).not.toContain(secret);
  expect(result.evidence?.body).toMatch(/^broken for •+ with sid=•+, /);
});

test.each([
  [{ contains: 'gold' }, '“gold” is not in the answer, which begins “{"id":41,'],
  [{ query: 'items' }, '“items” is not true: it is “null”'],
  [{ query: '$f()' }, 'the query failed: '],
  [{ store: 'x = nothing.there' }, 'there is no x to store in the answer'],
  [{ store: 'x = /no(.)thing/' }, 'there is no x to store in the answer'],
  [{ expect: '404' }, '200 OK'],
])('[CK10] a step with %j says what was wrong', async (more, reason) => {
  await using target = await web((_request, response) =>
    response.end(`{"id":41,"long":"${'x'.repeat(90)}"}`),
  );
  const { result } = await run({
    steps: [{ name: 'one', url: `http://${target.host}:${target.port}/`, ...more }],
  });
  expect(result.status).toBe('down');
  expect(result.reason).toContain(`step 1 (one): ${reason}`);
  expect(result.reason?.length).toBeLessThan(160);
});

test.each([
  ['($f := function($n){$f($n + 1)}; $f(1))', 'query'],
  ['$match(text, /(x+x+)+y/)', 'query'],
  ['v = /(x+x+)+y/', 'store'],
])('[CK5] %s ends after a second', async (expression, field) => {
  await using target = await web((_request, response) =>
    response.end(JSON.stringify({ text: 'x'.repeat(60) })),
  );
  const address = `http://${target.host}:${target.port}/`;
  const { result } = await run({ steps: [{ name: 'one', url: address, [field]: expression }] });
  expect(result).toMatchObject({
    status: 'down',
    reason: 'step 1 (one): the query took longer than a second',
  });
  // The next question finds everything as it was.
  expect((await run({ steps: [{ name: 'one', url: address, query: 'text' }] })).result.status).toBe('up');
});

test('[CK10] a step that hangs leaves time to tidy up', async () => {
  await using target = await web((request, response) => void (request.url === '/hang' || response.end('{}')));
  const base = `http://${target.host}:${target.port}`;
  const { result } = await run({
    stepSeconds: 1,
    steps: [
      { name: 'hang', url: `${base}/hang` },
      { name: 'tidy', url: `${base}/tidy`, always: true },
    ],
  });
  expect(result.reason).toMatch(/^step 1 \(hang\): timed out after/);
  expect(result.evidence?.log?.[1]).toMatch(/^2\. tidy: 200 OK/);
});

test('[CK1] a redirect to a metadata address is refused', async () => {
  await using target = await web((_request, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  );
  const { result } = await run({ steps: [{ name: 'go', url: `http://${target.host}:${target.port}/` }] });
  expect(result.reason).toContain('169.254.169.254 is a link-local or metadata address');
});

const fine = { name: 'one', url: 'http://x/' };
test.each([
  [{ steps: [] }, ['steps']],
  [{ steps: Array.from({ length: 21 }, () => fine) }, ['steps']],
  [{ steps: [{ ...fine, url: 'ftp://x' }] }, ['steps', 0, 'url']],
  [{ steps: [{ ...fine, url: 'http://me:word@x' }] }, ['steps', 0, 'url']],
  [{ steps: [fine, { ...fine, body: '{{TOKEN}}' }] }, ['steps', 1, 'body']],
  [{ steps: [{ ...fine, store: 'a = b', body: '{{a}}' }] }, ['steps', 0, 'body']],
  [{ steps: [{ ...fine, store: 'a' }] }, ['steps', 0, 'store']],
  [{ steps: [{ ...fine, store: 'a = /(/' }] }, ['steps', 0, 'store']],
  [{ steps: [{ ...fine, query: 'a[' }] }, ['steps', 0, 'query']],
  [{ steps: [{ ...fine, expect: '2xx' }] }, ['steps', 0, 'expect']],
  [{ steps: [{ ...fine, nonsense: 1 }] }, ['steps', 0]],
  [{ steps: [fine], secrets: 'NAME' }, ['secrets']],
  [{ steps: [fine], secrets: 'NAME=abc' }, ['secrets']],
])('[CK10] %j is refused where it is wrong', (settings, path) => {
  expect(journey.schema.safeParse(settings).error?.issues[0]?.path).toEqual(path);
});

test('[CK10] cookies go where they belong, and end', async () => {
  let now = 1_000_000;
  const jar = makeCookieJar(() => now);
  const at = (url: string) => jar.headerFor(new URL(url), null);
  await jar.keep(new URL('https://shop.example.org/a/b'), [
    'host=1',
    'wide=2; Domain=.example.org; Path=/',
    'foreign=3; Domain=other.org',
    'registry=4; Domain=org',
    'suffix=4; Domain=co.uk',
    'safe=5; Secure; Path=/',
    'short=6; Max-Age=10; Path=/a',
    `long=${'x'.repeat(5_000)}`,
    'nonsense',
  ]);
  expect(await at('https://shop.example.org/a/c')).toBe('host=1; short=6; wide=2; safe=5');
  expect(await at('http://shop.example.org/ab')).toBe('wide=2');
  expect(await at('https://api.example.org/')).toBe('wide=2');
  expect(await at('https://other.org/')).toBeNull();
  now += 10_000;
  expect(await at('http://shop.example.org/a')).toBe('host=1; wide=2');
  await jar.keep(new URL('https://shop.example.org/'), ['wide=; Domain=example.org; Path=/; Max-Age=0']);
  expect(await at('https://api.example.org/')).toBeNull();
});

test('[CK10] a newer cookie of the server goes before the check’s own, and the oldest of many end', async () => {
  const jar = makeCookieJar(() => 0);
  const home = new URL('http://127.0.0.1:8080/');
  await jar.keep(home, ['sid=new', ...Array.from({ length: 99 }, (_, n) => `c${n}=${n}`)]);
  expect(await jar.headerFor(home, 'sid=old; own=1')).toMatch(/^own=1; sid=new; c0=0; /);
  await jar.keep(home, ['one=more']);
  const sent = await jar.headerFor(home, null);
  expect(sent?.split('; ')).toHaveLength(100);
  expect(sent).not.toContain('sid=');
});
