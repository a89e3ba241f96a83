// SP91: nothing is looked up before a visitor has the answer, so that its time tells nothing about an address.
import { expect, test, vi } from 'vitest';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { systemWallClock } from '#sync-server/clock.ts';
import { startOwnServer } from '../../helpers/own-server.ts';
import { askToSubscribe, mailsTo, openMailingPage } from '../../helpers/subscribing.ts';

type Listed = { items: { address: string; state: string }[] };
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

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

  // The clock stands still: whatever waits for a later moment cannot happen.
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
