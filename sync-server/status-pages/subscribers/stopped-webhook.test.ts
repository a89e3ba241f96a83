// With a real database, outbox and receiver; only the clock and the mail server are the test's.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { openOutbox } from '../../delivery/outbox/outbox.ts';
import { makeEgress } from '../../outgoing/egress.ts';
import { openInbox, withStatus } from '../../paging/testing/inbox.ts';
import { openDatabase } from '../../storage/database.ts';
import type { StatusPage } from '../page/records.ts';
import type { Mailer } from './mailer.ts';
import { defineStoppedWebhooks } from './stopped-webhook.ts';
import { openSubscriberTable } from './subscriber-table.ts';
import { defineWebhooks, retryWaits } from './webhook.ts';

const page = {
  id: 'page-1',
  version: 1,
  createdAt: 0,
  updatedAt: 0,
  settings: { slug: 'acme', name: 'Acme', visibility: 'public', components: [] },
} satisfies StatusPage;

const baseUrl = () => 'https://muster.example';

test('[SP95] a webhook that failed six times is quarantined, and its contact is mailed a link to start it again', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-webhook-'));
  const database = openDatabase(path.join(folder, 'muster.db'));
  await using inbox = await openInbox();
  // The second answer asks for more time than the webhook would get of itself.
  inbox.answers((response) =>
    withStatus(503, '', inbox.received.length === 2 ? { 'retry-after': '600' } : {})(response),
  );
  let clock = 1_800_000_000_000;
  let ids = 0;
  const now = () => clock;
  const makeId = () => `id${++ids}`;
  const outbox = openOutbox({ database, now, makeId, log: pino({ level: 'silent' }) });
  const table = openSubscriberTable(database, { now, makeId });
  const mails: { to: string; subject: string; text: string }[] = [];
  const mailer: Mailer = {
    send: async (_, { subscriber }, words) => {
      const said = await words();
      if (said !== null) mails.push({ to: subscriber.address, subject: said.subject, text: said.text });
      return { went: 'sent' };
    },
  };
  const shared = { outbox, table, now, baseUrl, pageOf: () => page };
  const tellContact = defineStoppedWebhooks({ ...shared, mailer, languageOf: () => 'en' });
  defineWebhooks({
    ...shared,
    egress: makeEgress({ allowsLinkLocal: false }),
    current: async () => null,
    ended: () => {},
    quarantine: (subscriber, reason) => {
      table.turn(subscriber, 'quarantined', reason);
      tellContact(subscriber);
    },
  });
  const address = `${inbox.url}/secret-path`;
  const chosen = { components: ['api'], topics: null, updates: 'all' as const };
  const hook = table.add({
    ...chosen,
    page: page.id,
    kind: 'webhook',
    address,
    key: address,
    language: null,
    source: 'by-hand',
    state: 'active',
    contact: 'ops@example.org',
  });
  const news = { component_update: { id: 'one' }, component: { id: 'api' } };
  outbox.start();
  outbox.add([{ key: 'level:1', kind: 'level-webhook', recipient: hook, payload: news }]);
  for (const [failures, waitMs] of retryWaits.entries()) {
    await outbox.runDue();
    expect(outbox.list({ recipient: hook })[0]?.attempts).toBe(failures + 1);
    expect(table.find(hook)?.state).toBe('active');
    expect(mails).toEqual([]);
    clock += waitMs;
    if (failures !== 1) continue;
    await outbox.runDue();
    expect(outbox.list({ recipient: hook })[0]?.attempts).toBe(2);
    clock += 600_000 - waitMs;
  }
  await outbox.runDue();
  await outbox.runDue();
  expect(mails).toHaveLength(1);
  expect(inbox.received).toHaveLength(retryWaits.length + 1);
  expect(table.find(hook)).toMatchObject({ state: 'quarantined', reason: expect.stringContaining('503') });
  const [mail] = mails;
  expect(mail).toMatchObject({ to: 'ops@example.org', subject: 'Your webhook gets no more updates of Acme' });
  expect(mail?.text).toContain('503');
  expect(mail?.text).not.toContain('secret-path');
  const code = /https:\/\/muster\.example\/u\/([\w-]+)/u.exec(mail?.text ?? '')?.[1] ?? '';
  expect(table.findLink(code)).toEqual({
    subscriber: hook,
    purpose: 'confirm',
    choice: chosen,
    isExpired: false,
  });
  await outbox.close();
  await database.close();
  rmSync(folder, { recursive: true });
});
