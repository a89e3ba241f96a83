// Expressions that never end, as intakes and checks have them, against a real server.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startServer, type RunningServer } from '../../helpers/server.ts';

const endless = '($f := function($n) { $f($n + 1) }; $f(0))';

/** The order of events: five other requests, one after the other, and the awaited one. */
async function meanwhile(server: RunningServer, runaway: Promise<string>): Promise<string[]> {
  const happened: string[] = [];
  const ended = runaway.then((what) => happened.push(what));
  for (let nth = 1; nth <= 5; nth++) {
    const { status } = await server.api('/api/v1/incidents');
    happened.push(`answer ${nth}: ${status}`);
  }
  await ended;
  return happened;
}
const answers = [1, 2, 3, 4, 5].map((nth) => `answer ${nth}: 200`);

test('[CK5] an intake whose expression never ends refuses with the reason, and meanwhile the server answers', async () => {
  await using server = await startServer();
  const settings = { title: endless };
  const json = { name: 'Runaway', kind: 'webhook', settings };
  const { path, id } = (await server.api<{ path: string; id: string }>('/api/v1/intakes', { json })).body;
  const sent = server.api<{ errors: { field: string; expected: string }[] }>(path, {
    token: null,
    json: { any: 'thing' },
  });
  const refusal = sent.then(
    ({ status, body }) =>
      `${status} ${body.errors.map(({ field, expected }) => `${field}: ${expected}`).join()}`,
  );
  const happened = await meanwhile(server, refusal);
  expect(happened.slice(0, 5)).toEqual(answers);
  expect(happened[5]).toMatch(/^400 title: .*the query took longer than a second/);
  const read = await server.api<{ lastError: string; received: number }>(`/api/v1/intakes/${id}`);
  expect(read.body).toMatchObject({
    received: 0,
    lastError: expect.stringContaining('longer than a second'),
  });
});

test('[CK5] a check whose expression never ends is down with the reason, and meanwhile the server answers', async () => {
  await using server = await startServer();
  const target = createServer((_request, response) => response.end('{"a":1}')).listen(0, '127.0.0.1');
  await once(target, 'listening');
  const { port } = target.address() as AddressInfo;
  const settings = { url: `http://127.0.0.1:${port}/`, query: endless, operator: '==', expected: '1' };
  const tried = server.api('/api/v1/monitors/try', { json: { kind: 'json', settings } });
  const result = tried.then(({ status, body }) => `${status} ${JSON.stringify(body)}`);
  const happened = await meanwhile(server, result);
  expect(happened.slice(0, 5)).toEqual(answers);
  expect(happened[5]).toMatch(/^200 .*"down".*the query took longer than a second/);
  target.close();
});
