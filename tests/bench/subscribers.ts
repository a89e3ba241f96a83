// The cost of a status page's subscribers: how fast a thousand mails leave over kept connections, that each of 5,000
// gets a mail although the server is killed half-way, and that a responder's message does not wait for them.
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { startServer } from '../helpers/server.ts';
import { mailsTo, openMailingPage } from '../helpers/subscribing.ts';
import type { Figure } from './figure.ts';

const many = 5_000;
const nameOf = (index: number) => `reader-${index}@example.org`;

export async function bench(): Promise<Figure[]> {
  await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  await using server = await startServer();
  const page = await openMailingPage(server, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const csv = ['email', ...Array.from({ length: many }, (_, index) => nameOf(index))].join('\n');
  await server.api(`${path}/import`, { json: { csv } });
  const began = performance.now();
  await server.api(`/api/v1/pages/${page.id}/updates`, {
    json: { title: 'Down', body: 'We look.', status: 'investigating' },
  });
  await until(() => mailbox.received.length >= 1_000);
  const thousandMs = performance.now() - began;
  const asked = performance.now();
  await server.api(`/api/v1/channels/${page.channel}/test`, { json: { to: 'responder@example.org' } });
  const responderMs = performance.now() - asked;
  if (mailsTo(mailbox, 'responder@example.org').length !== 1) throw new Error('the responder has no mail');
  await until(() => mailbox.received.length >= many / 2);
  await server.kill9();
  await server.restart();
  const letters = async () =>
    (await server.api<{ letters: Partial<Record<string, number>> }>(path)).body.letters;
  await until(async () => {
    const { queued, sending, sent } = await letters();
    return queued === undefined && sending === undefined && (sent ?? 0) > 0;
  });
  const counts = new Map<string, number>();
  for (const { to } of mailbox.received) counts.set(to[0] ?? '', (counts.get(to[0] ?? '') ?? 0) + 1);
  const { 'maybe-sent': unclear = 0, sent = 0 } = await letters();
  return [
    { name: 'the first 1,000 of 5,000 mails handed over', value: thousandMs, unit: 'ms', limit: 60_000 },
    { name: 'a responder’s mail in the middle of it', value: responderMs, unit: 'ms', limit: 1_000 },
    {
      name: 'subscribers who got more than one mail',
      value: [...counts.values()].filter((n) => n > 1).length,
      unit: '',
      limit: 0,
    },
    {
      name: 'subscribers without a mail or a word about it',
      value: many - sent - unclear,
      unit: '',
      limit: 0,
    },
    { name: 'said to be maybe sent, after kill -9', value: unclear, unit: '', limit: 8 },
  ];
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
