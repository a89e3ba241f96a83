// SP91: nothing is looked up before a visitor has the answer, so that its time tells nothing about an address.
import { StatementSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { systemWallClock } from '#sync-server/clock.ts';
import { startOwnServer } from '../../helpers/own-server.ts';
import { askToSubscribe, mailsTo, oneClickOf, openMailingPage, press } from '../../helpers/subscribing.ts';

type Listed = { items: { address: string; state: string }[] };
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 20 });

test('[SP91] an address is looked up only after the answer: new and subscribed ones alike', async () => {
  let standsAt: number | null = null;
  const clock = { ...systemWallClock, now: () => standsAt ?? Date.now() };
  await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  await using server = await startOwnServer({
    clock,
    environment: { MUSTER_TRUSTED_PROXIES: '127.0.0.1' },
  });
  const page = await openMailingPage({ api: (where, options) => server.api(where, options?.json) }, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const states = async () =>
    (await server.api<Listed>(path)).body.items.map(({ address, state }) => `${address} ${state}`).toSorted();
  await server.api(path, { email: 'known@example.org' });
  await until(async () => expect(await states()).toEqual(['known@example.org active']));

  // The clock stands still: nothing that waits for a later moment can happen.
  standsAt = Date.now();
  const answers = [];
  for (const name of ['known', 'new', 'known', 'other'])
    answers.push(await askToSubscribe(server, page, { email: `${name}@example.org` }));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]?.status).toBe(200);
  expect(await states()).toEqual(['known@example.org active']);
  expect(mailbox.received).toEqual([]);

  standsAt = null;
  await until(async () =>
    expect(await states()).toEqual([
      'known@example.org active',
      'new@example.org pending',
      'other@example.org pending',
    ]),
  );
  await until(() => expect(mailsTo(mailbox, 'known@example.org')).not.toEqual([]));
});

type Runs = (this: StatementSync, ...values: unknown[]) => unknown;

/** Every statement that SQLite runs in this process, until it is disposed of. */
function watchStatements() {
  const said: string[] = [];
  const before = Object.getOwnPropertyDescriptors(StatementSync.prototype);
  const watched = (real: Runs) =>
    function (this: StatementSync, ...values: unknown[]): unknown {
      said.push(this.sourceSQL);
      return real.apply(this, values);
    };
  Object.assign(StatementSync.prototype, {
    all: watched(before.all.value as Runs),
    get: watched(before.get.value as Runs),
    run: watched(before.run.value as Runs),
  });
  return {
    /** About subscribers and their letters, without the outbox's own looks at what is due; takes them out. */
    ofSubscribers: () =>
      said.splice(0).filter((text) => /subscriber|insert into "outbox"|"recipient" =/u.test(text)),
    [Symbol.dispose]: () => Object.defineProperties(StatementSync.prototype, before),
  };
}

test('[SP91] before the answer the server asks its database the same, whatever it knows of the address', async () => {
  let standsAt: number | null = null;
  const clock = { ...systemWallClock, now: () => standsAt ?? Date.now() };
  await using mailbox = await openMailbox({
    hideSTARTTLS: true,
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('bad')
        ? done(Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 }))
        : done(),
  });
  await using server = await startOwnServer({
    clock,
    environment: { MUSTER_TRUSTED_PROXIES: '127.0.0.1' },
  });
  const page = await openMailingPage({ api: (where, options) => server.api(where, options?.json) }, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const ask = (name: string) => askToSubscribe(server, page, { email: `${name}@example.org` });
  for (const name of ['active', 'bad', 'left']) await server.api(path, { email: `${name}@example.org` });
  await server.api(`/api/v1/pages/${page.id}/updates`, { title: 'a', body: 'b', status: 'investigating' });
  await until(() => expect(mailsTo(mailbox, 'left@example.org')).toHaveLength(1));
  await press(oneClickOf(mailsTo(mailbox, 'left@example.org')[0]!));
  await ask('pending');
  for (let count = 1; count <= 3; count += 1) {
    await ask('often');
    await until(() => expect(mailsTo(mailbox, 'often@example.org')).toHaveLength(count));
  }
  await until(async () =>
    expect(
      (await server.api<Listed>(path)).body.items
        .map(({ address, state }) => `${address.split('@')[0]} ${state}`)
        .toSorted(),
    ).toEqual(['active active', 'bad quarantined', 'left unsubscribed', 'often pending', 'pending pending']),
  );

  // The clock stands still, so that nothing is done but what the answers need.
  standsAt = Date.now();
  using statements = watchStatements();
  const asked = new Map<string, string[]>();
  for (const name of ['new', 'active', 'bad', 'left', 'pending', 'often', 'other']) {
    statements.ofSubscribers();
    expect((await ask(name)).status).toBe(200);
    asked.set(name, statements.ofSubscribers());
  }
  const first = asked.get('new') ?? [];
  // What is to be done about it is written down, and nothing is read.
  expect(first).toEqual([expect.stringMatching(/^insert into "outbox"/u)]);
  for (const [name, said] of asked) expect(said, name).toEqual(first);
});
