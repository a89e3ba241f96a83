import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { openDatabase } from '../storage/database.ts';
import { openHub } from '../hub/hub.ts';
import { openLiveFeed } from './live-feed.ts';
import { makeAuthority } from '../people/authority.ts';
import { openPeople } from '../people/people.ts';
import { feedLimits, serveLiveFeed } from './live-door.ts';

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

/** A server with nothing but its feed. */
async function startFeed(shown: FeedSnapshot = snapshot, limits = feedLimits) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-live-'));
  const database = openDatabase(join(folder, 'muster.db'));
  const people = await openPeople({ database, now: Date.now, makeId: () => 'a' });
  const feed = openLiveFeed(() => shown);
  const http = Fastify();
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const hub = openHub({ database, defaultHost: '127.0.0.1', host: () => null, now: Date.now, log });
  const authority = makeAuthority({ people, replica: () => null, teamsOf: () => [], now: Date.now });
  const incidents = { restricted: () => [], isWithheld: () => false };
  serveLiveFeed(http, { feed, authority, log, hub, incidents }, () => async () => undefined, limits);
  await http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = http.server.address() as AddressInfo;
  return {
    feed,
    lines,
    /** A reader that has its first bytes and reads no further by itself. */
    follow: async () => {
      const socket = connect(port, '127.0.0.1');
      const followers = feed.followers();
      socket.write('GET /api/v1/live HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(socket, 'readable');
      expect(feed.followers()).toBe(followers + 1);
      return socket;
    },
    [Symbol.asyncDispose]: async () => {
      feed.close();
      await http.close();
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Reads on; `until` resolves once so many bytes came. */
function readOn(socket: Socket) {
  let received = 0;
  socket.on('data', (chunk: Buffer) => (received += chunk.length));
  return {
    until: (enough: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (received < enough) return;
          socket.off('data', look);
          resolve();
        };
        socket.on('data', look);
        look();
      }),
  };
}

const messageBytes = 256 * 1024;

test('[HT6] a reader that does not read is dropped before it costs memory; others go on', async () => {
  await using server = await startFeed();
  const { feed, lines, follow } = server;
  const slow = await follow();
  const quick = await follow();
  const reading = readOn(quick);
  const closed = once(slow, 'close');
  // A reader that does not read hears of its end only when it reads again; the server lets go at once.
  let sent = 0;
  while (feed.followers() === 2) {
    feed.publish(big);
    sent += messageBytes;
    await reading.until(sent);
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
  await vi.waitFor(() => expect(feed.followers()).toBe(0), 60_000);
  expect(lines).toHaveLength(2);
  quick.destroy();
});

test('[HT14] a snapshot that is larger than what may be left unread is sent whole', async () => {
  const name = 'x'.repeat(messageBytes);
  const people = Array.from({ length: 48 }, (_, n) => ({ id: `p${n}`, name, role: 'viewer' as const }));
  await using server = await startFeed({ ...snapshot, people });
  const reader = await server.follow();
  await readOn(reader).until(48 * messageBytes);
  expect([server.feed.followers(), server.lines]).toEqual([1, []]);
  reader.destroy();
});

test('[HT14] the unread data of all readers together is limited; readers with the most lose their feed, the one that reads keeps it', async () => {
  const limits = { ...feedLimits, unreadOfAll: 8 * 1024 * 1024 };
  await using server = await startFeed(snapshot, limits);
  const { feed, lines, follow } = server;
  const slow = [await follow(), await follow(), await follow(), await follow(), await follow()];
  const quick = await follow();
  const reading = readOn(quick);
  // Each of the five leaves less than one reader alone may.
  for (let sent = 1; feed.followers() === 6; sent += 1) {
    feed.publish(big);
    await reading.until(sent * messageBytes);
    expect(sent).toBeLessThan(256);
  }
  feed.publish(big);
  await once(quick, 'data');
  const unread = lines.map((line) => (JSON.parse(line) as { unread: number }).unread);
  expect(unread.length).toBeGreaterThan(0);
  expect(Math.max(...unread)).toBeLessThan(limits.unread);
  expect(feed.followers()).toBeGreaterThanOrEqual(1);
  expect(quick.destroyed).toBe(false);
  for (const socket of [...slow, quick]) socket.destroy();
});
