// kill -9 again and again while one outbox sends pages to responders and mails to subscribers, through a real mail
// server that outlives it.
import { expect, test, vi } from 'vitest';
import { openMailbox, type Mail } from '#sync-server/delivery/testing/mailbox.ts';
import type { Delivery } from '#wire/api/deliveries.ts';
import { createRandom } from '../../helpers/random.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';
import { mailsTo, openMailingPage } from '../../helpers/subscribing.ts';

const rounds = 3;
const subscribers = 500;
const paged = 12;

type Listed = {
  items: { id: string; address: string }[];
  next: string | null;
  letters: Record<string, number>;
};

const until = (check: () => void | Promise<void>, interval = 50) =>
  vi.waitFor(check, { timeout: 180_000, interval });
const readerOf = (index: number) => `reader-${index}@example.org`;
const isForReader = ({ to }: Mail) => to[0]?.startsWith('reader-') ?? false;
const idIn = (mail: Mail) => mail.header('Message-ID');

/** Responders of one round, who can be reached by mail only. */
async function addResponders(server: RunningServer, round: number): Promise<{ person: string }[]> {
  return Promise.all(
    Array.from({ length: paged }, async (_, index) => {
      const name = `responder-${round}-${index}`;
      const { body } = await server.api<{ id: string }>('/api/v1/people', {
        json: { name, role: 'responder' },
      });
      const json = { name, contact: { email: `${name}@example.org` } };
      await server.api(`/api/v1/people/${body.id}`, { method: 'PUT', json });
      return { person: body.id };
    }),
  );
}

async function readersOf(server: RunningServer, path: string): Promise<Listed['items']> {
  const all: Listed['items'] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: { body: Listed } = await server.api<Listed>(
      `${path}?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    all.push(...body.items);
    cursor = body.next;
  }
  return all;
}

test(
  '[OB3] [OB6] [CN4] killed with pages and 500 mails in flight, pages go first, nothing is lost, and what may be double says so',
  { timeout: 600_000 },
  async () => {
    const seed = Number(process.env['MUSTER_TEST_SEED'] ?? Date.now() % 1_000_000);
    console.log(`outbox test: MUSTER_TEST_SEED=${seed}`);
    const random = createRandom(seed);
    await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
    await using server = await startServer();
    const page = await openMailingPage(server, mailbox);
    const path = `/api/v1/pages/${page.id}/subscribers`;
    const csv = ['email', ...Array.from({ length: subscribers }, (_, index) => readerOf(index))].join('\n');
    expect((await server.api(`${path}/import`, { json: { csv } })).body).toMatchObject({
      added: subscribers,
    });
    const incident = (
      await server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'Down', severity: 'P1' } })
    ).body.id;
    const pages = async () =>
      (
        await server.api<{ items: Delivery[] }>(`/api/v1/deliveries?incident=${incident}&limit=500`)
      ).body.items.filter(({ purpose }) => purpose === 'page');

    for (let round = 1; round <= rounds; round++) {
      const targets = await addResponders(server, round);
      const before = mailbox.received.length;
      const arrived = (count: number) => () =>
        expect(mailbox.received.length).toBeGreaterThanOrEqual(before + count);
      await server.api(`/api/v1/pages/${page.id}/updates`, {
        json: { title: `Round ${round}`, body: 'x', status: 'investigating' },
      });
      await until(arrived(1 + Math.floor(random() * 40)), 2);
      const asked = await server.api(`/api/v1/incidents/${incident}/page`, { json: { targets } });
      expect(asked.status).toBe(201);
      await until(arrived(40 + Math.floor(random() * 40)), 2);
      await server.kill9();
      await server.restart();
      await until(async () => {
        const states = (await pages()).map(({ state }) => state);
        expect(states).toEqual(Array.from({ length: round * paged }, () => 'sent'));
      });
      const sofar = mailbox.received.slice(before).filter(isForReader);
      expect(sofar.length, 'pages waited for subscribers').toBeLessThan(subscribers);
      await until(async () => {
        const { letters } = (await server.api<Listed>(path)).body;
        expect([letters.queued, letters.sending]).toEqual([undefined, undefined]);
        expect(mailbox.received.slice(before).filter(isForReader).length).toBeGreaterThan(subscribers - 20);
      });
    }

    let twice = 0;
    for (const { id, state, maybeTwice } of await pages()) {
      const count = mailbox.received.filter((mail) => idIn(mail).includes(id)).length;
      const where = `${id}, MUSTER_TEST_SEED=${seed}`;
      expect(state, where).toBe('sent');
      expect(count, where).toBeGreaterThanOrEqual(1);
      expect(count, where).toBeLessThanOrEqual(maybeTwice ? 2 : 1);
      if (count === 2) twice += 1;
    }
    const { letters } = (await server.api<Listed>(path)).body;
    const unclear = letters['maybe-sent'] ?? 0;
    expect((letters['sent'] ?? 0) + unclear).toBe(rounds * subscribers);
    for (const { id, address } of await readersOf(server, path)) {
      const mails = mailsTo(mailbox, address);
      // Each has an id of its own: nothing arrived twice.
      expect(new Set(mails.map(idIn)).size, address).toBe(mails.length);
      expect(mails.length, address).toBeLessThanOrEqual(rounds);
      if (mails.length === rounds) continue;
      const history = (await server.api<{ letters: { state: string }[] }>(`${path}/${id}`)).body.letters;
      const open = history.filter(({ state }) => state === 'maybe-sent');
      expect(mails.length + open.length, address).toBeGreaterThanOrEqual(rounds);
    }
    expect(unclear).toBeLessThanOrEqual(8 * rounds);
    console.log(`outbox test: ${twice} pages arrived twice, ${unclear} mails are maybe sent`);
  },
);
