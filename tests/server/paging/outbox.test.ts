// A server that is killed in the middle of telling many, against a real mail server that outlives it.
import { expect, test, vi } from 'vitest';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { startServer } from '../../helpers/server.ts';
import { mailsTo, oneClickOf, openMailingPage, press } from '../../helpers/subscribing.ts';

type Letter = { id: string; kind: string; state: string; maybeTwice: boolean };
type Listed = {
  items: { id: string; address: string }[];
  next: string | null;
  letters: Record<string, number>;
};

const many = 400;
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 120_000, interval: 20 });
const nameOf = (index: number) => `reader-${index}@example.org`;
const csv = ['email', ...Array.from({ length: many }, (_, index) => nameOf(index))].join('\n');

test(
  '[OB3] killed half-way through 400 subscribers, each gets one mail, or one that is said to be maybe sent',
  { timeout: 300_000 },
  async () => {
    await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
    await using server = await startServer();
    const page = await openMailingPage(server, mailbox);
    const path = `/api/v1/pages/${page.id}/subscribers`;
    const { body } = await server.api(`${path}/import`, { json: { csv } });
    expect(body).toMatchObject({ added: many });
    // Somebody who leaves before, by the one click of an earlier mail.
    await server.api(`/api/v1/pages/${page.id}/updates`, {
      json: { title: 'First', body: 'One.', status: 'investigating' },
    });
    await until(() => expect(mailbox.received).toHaveLength(many));
    const [leaving] = mailsTo(mailbox, nameOf(7));
    expect((await press(oneClickOf(leaving!))).status).toBe(200);
    mailbox.received.length = 0;

    await server.api(`/api/v1/pages/${page.id}/updates`, {
      json: { title: 'Second', body: 'Two.', status: 'investigating' },
    });
    await until(() => expect(mailbox.received.length).toBeGreaterThan(many / 3));
    await server.kill9();
    await server.restart();
    await until(async () => {
      const { letters } = (await server.api<Listed>(path)).body;
      expect([letters.queued, letters.sending]).toEqual([undefined, undefined]);
      expect(mailbox.received.length).toBeGreaterThan(many - 20);
    });

    expect(mailsTo(mailbox, nameOf(7))).toEqual([]);
    let unclear = 0;
    for (let cursor: string | null = ''; cursor !== null;) {
      const { items, next }: Listed = (
        await server.api<Listed>(`${path}?limit=200${cursor && `&cursor=${cursor}`}`)
      ).body;
      for (const { id, address } of items) {
        if (address === nameOf(7)) continue;
        const history = (await server.api<{ letters: Letter[] }>(`${path}/${id}`)).body;
        const [second] = history.letters;
        const arrived = mailsTo(mailbox, address).length;
        if (second?.state === 'sent') expect(arrived, address).toBe(1);
        else {
          expect(second?.state, address).toBe('maybe-sent');
          expect(arrived, address).toBeLessThanOrEqual(1);
          unclear += 1;
        }
      }
      cursor = next;
    }
    // No more than were being handed over at one moment.
    expect(unclear).toBeLessThanOrEqual(8);
  },
);

test(
  '[SP92] a person who unsubscribes while mails go out gets none after they were told so',
  { timeout: 300_000 },
  async () => {
    await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
    await using server = await startServer();
    const page = await openMailingPage(server, mailbox);
    await server.api(`/api/v1/pages/${page.id}/subscribers/import`, { json: { csv } });
    const publish = (title: string) =>
      server.api(`/api/v1/pages/${page.id}/updates`, { json: { title, body: 'x', status: 'investigating' } });
    await publish('First');
    await until(() => expect(mailbox.received).toHaveLength(many));
    const leaving = Array.from({ length: 40 }, (_, index) => mailsTo(mailbox, nameOf(index * 10))[0]!);
    await publish('Second');
    await until(() => expect(mailbox.received.length).toBeGreaterThan(many + 40));
    const atTheirEnd = await Promise.all(
      leaving.map(async (mail) => {
        const [address = ''] = mail.to;
        expect((await press(oneClickOf(mail), { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
        return { address, count: mailsTo(mailbox, address).length };
      }),
    );
    await publish('Third');
    await until(() => expect(mailsTo(mailbox, nameOf(399))).toHaveLength(3));
    await until(async () => {
      const { letters } = (await server.api<Listed>(`/api/v1/pages/${page.id}/subscribers`)).body;
      expect([letters.queued, letters.sending]).toEqual([undefined, undefined]);
    });
    for (const { address, count } of atTheirEnd)
      expect(mailsTo(mailbox, address), address).toHaveLength(count);
    // Some of them left before their mail did, or this showed nothing.
    expect(atTheirEnd.filter(({ count }) => count === 1).length).toBeGreaterThan(0);
  },
);

test('[OB4] letters that may have arrived go again when an owner asks, and are marked', async () => {
  let isSilent = true;
  const taken = Promise.withResolvers<void>();
  await using mailbox = await openMailbox({
    hideSTARTTLS: true,
    closeTimeout: 100,
    onData: (stream, _session, done) => {
      stream.resume();
      stream.on('end', () => {
        taken.resolve();
        if (!isSilent) done();
      });
    },
  });
  await using server = await startServer();
  const page = await openMailingPage(server, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const { body: reader } = await server.api<{ id: string }>(path, { json: { email: 'bo@example.org' } });
  const json = { title: 'Down', body: 'x', status: 'investigating' };
  await server.api(`/api/v1/pages/${page.id}/updates`, { json });
  await taken.promise;
  await server.kill9();
  isSilent = false;
  await server.restart();
  const letter = async () =>
    (await server.api<{ letters: Letter[] }>(`${path}/${reader.id}`)).body.letters[0] as Letter;
  await until(async () => expect(await letter()).toMatchObject({ state: 'maybe-sent', maybeTwice: false }));
  const again = `${path}/${reader.id}/letters/${(await letter()).id}/again`;
  expect((await server.api(again, { method: 'POST' })).status).toBe(204);
  await until(async () => expect(await letter()).toMatchObject({ state: 'sent', maybeTwice: true }));
  expect((await server.api(again, { method: 'POST' })).status).toBe(409);
});

test(
  '[OB6] an entry sent to a responder in the middle of it does not wait for it',
  { timeout: 300_000 },
  async () => {
    await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
    await using server = await startServer();
    const page = await openMailingPage(server, mailbox);
    await server.api(`/api/v1/pages/${page.id}/subscribers/import`, { json: { csv } });
    await server.api(`/api/v1/pages/${page.id}/updates`, {
      json: { title: 'Down', body: 'x', status: 'investigating' },
    });
    await until(() => expect(mailbox.received.length).toBeGreaterThan(10));
    // The same channel, at the same mail server.
    const tried = server.api(`/api/v1/channels/${page.channel}/test`, {
      json: { to: 'responder@example.org' },
    });
    await until(() => expect(mailsTo(mailbox, 'responder@example.org')).toHaveLength(1));
    const place = mailbox.received.findIndex(({ to }) => to.includes('responder@example.org'));
    expect((await tried).body).toEqual({ ok: true });
    await until(() => expect(mailbox.received).toHaveLength(many + 1));
    expect(place).toBeLessThan(many);
  },
);
