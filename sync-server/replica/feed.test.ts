import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { followFeed } from './feed.ts';

let respond: (response: ServerResponse) => void;
const server = createServer((_request, response) => respond(response));
beforeEach(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const addressOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function follow(
  respondWith: typeof respond,
  // A busy machine may pause for a second; tests of silence set less.
  { url = addressOf(), signal = new AbortController().signal, silenceMs = 10_000 } = {},
) {
  respond = respondWith;
  const messages: FeedMessage[] = [];
  const end = await followFeed({
    url,
    token: 'secret',
    silenceMs,
    signal,
    onMessage: (message) => void messages.push(message),
    onHeard: () => {},
  });
  return { end, messages };
}
const say = (response: ServerResponse, ...lines: string[]) => {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  response.end(lines.map((line) => `data: ${line}\n\n`).join(''));
};

describe('following the live feed', () => {
  test('[HT6] messages this version does not know are passed over', async () => {
    const removed = { type: 'monitor-removed', id: 'm1' };
    const { end, messages } = await follow((response) =>
      say(response, '{"type":"weather","sun":true}', JSON.stringify(removed)),
    );
    expect(messages).toEqual([removed]);
    expect(end).toEqual({ kind: 'away', reason: 'it closed the connection' });
  });

  test('[RE6] an invalid message ends the feed with the field that is wrong', async () => {
    const bad = {
      type: 'incident',
      incident: { id: 'x', status: 'triage', factCount: 'many', lastNoted: 1 },
    };
    const { end } = await follow((response) => say(response, JSON.stringify(bad)));
    expect(end.reason).toContain('incident.factCount');
    expect((await follow((response) => say(response, 'not JSON'))).end.kind).toBe('away');
    expect((await follow((response) => say(response, '[1]'))).end.kind).toBe('away');
  });

  test.each([
    ['people', {}],
    ['services', { aliases: [], dependsOn: [] }],
    ['services', { name: 'Shop', aliases: ['shop', null], dependsOn: [] }],
    ['problems', { name: { first: 'x' } }],
    ['teams', { name: null }],
  ])(
    '[RE6] %s without what every reader of them needs end it, and none of them is taken',
    async (type, fields) => {
      const { end, messages } = await follow((response) =>
        say(response, JSON.stringify({ type, [type]: [{ id: 'a', ...fields }] })),
      );
      expect(messages).toEqual([]);
      expect(end).toMatchObject({ kind: 'away', reason: expect.stringContaining(`${type}.0.`) });
    },
  );

  test('[RE6] a page of a hotel’s network is not a feed', async () => {
    const { end } = await follow((response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
    );
    expect(end).toEqual({
      kind: 'away',
      reason: 'it sent text/html where a Muster server sends its live feed',
    });
  });

  test('[RE6] 401 and 403 are refusals, 502 is away', async () => {
    const kinds = [];
    for (const status of [401, 403, 502]) {
      kinds.push((await follow((response) => response.writeHead(status).end())).end.kind);
    }
    expect(kinds).toEqual(['refused', 'refused', 'away']);
  });

  test('[RE6] one that never answers, and one that falls silent, are told from one that closed', async () => {
    const silenceMs = 300;
    expect((await follow(() => {}, { silenceMs })).end.kind).toBe('silent');
    const { end } = await follow(
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
      },
      { silenceMs },
    );
    expect(end).toEqual({ kind: 'silent', reason: 'it sent nothing for 0.3 s' });
  });

  test('[RE6] nothing answers at the address', async () => {
    const url = addressOf();
    server.close();
    expect((await follow(() => {}, { url })).end).toEqual({
      kind: 'away',
      reason: 'nothing answers at its address',
    });
  });

  test('[RE6] it ends when asked to', async () => {
    const ending = new AbortController();
    const following = follow(
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
        ending.abort();
      },
      { signal: ending.signal },
    );
    expect((await following).end.kind).toBe('away');
  });
});
