import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { openDatabase } from '../storage/database.ts';
import { openHub } from '../hub/hub.ts';
import { openLiveFeed } from './live-feed.ts';
import { makeAuthority } from '../people/authority.ts';
import { openPeople } from '../people/people.ts';
import { serveLiveFeed } from './live-door.ts';

const snapshot: FeedSnapshot = {
  now: 0,
  server: { role: 'primary', version: '1' },
  upstreams: [],
  staleSince: null,
  incidents: [],
  monitors: [],
  monitoring: { blindSince: null },
  people: [],
};
const big = { type: 'people', people: [{ id: 'a', name: 'x'.repeat(256 * 1024), role: 'viewer' }] } as const;

test('[HT6] a reader that does not read is dropped before it costs memory; others go on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-live-'));
  const database = openDatabase(join(folder, 'muster.db'));
  const people = await openPeople({ database, now: Date.now, makeId: () => 'a' });
  const feed = openLiveFeed(() => snapshot);
  const http = Fastify();
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const hub = openHub({
    database,
    defaultHost: '127.0.0.1',
    host: () => null,
    now: Date.now,
    log,
  });
  const authority = makeAuthority({ people, replica: () => null, teamsOf: () => [], now: Date.now });
  const incidents = { restricted: () => [], isWithheld: () => false };
  serveLiveFeed(http, { feed, authority, log, hub, incidents }, () => async () => undefined);
  await http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = http.server.address() as AddressInfo;
  const follow = async () => {
    const socket = connect(port, '127.0.0.1');
    const followers = feed.followers();
    socket.write('GET /api/v1/live HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'readable');
    expect(feed.followers()).toBe(followers + 1);
    return socket;
  };
  const slow = await follow();
  const quick = await follow();
  let received = 0;
  quick.on('data', (chunk: Buffer) => (received += chunk.length));
  const closed = once(slow, 'close');
  // A reader that does not read hears of its end only when it reads again; the server lets go at once.
  let sent = 0;
  while (feed.followers() === 2) {
    feed.publish(big);
    sent += 256 * 1024;
    const enough = sent;
    if (received < enough)
      await new Promise<void>((resolve) => {
        const look = () => (received >= enough ? (quick.off('data', look), resolve()) : undefined);
        quick.on('data', look);
        look();
      });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  }
  expect(lines).toHaveLength(1);
  feed.publish(big);
  await once(quick, 'data');
  expect(feed.followers()).toBe(1);
  slow.resume();
  slow.on('error', () => undefined);
  await closed;
  // Of many messages in one turn the drop is one line in the log.
  quick.pause();
  for (let count = 0; count < 40; count += 1) feed.publish(big);
  expect(lines).toHaveLength(2);
  quick.destroy();
  feed.close();
  await http.close();
  await database.close();
  rmSync(folder, { recursive: true });
});
