// Reminders of action items and reviews in the words of those who owe them: real mail, a real server, only the time is moved.
import { expect, test, vi } from 'vitest';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { makeMovableClock } from './helpers/clock.ts';
import { startOwnServer, type OwnServer } from './helpers/own-server.ts';

const day = 86_400_000;
const iso = (at: number) => new Date(at).toISOString().slice(0, 10);
/** The last second of that day in UTC. */
const endOf = (date: string) => Date.parse(`${date}T23:59:59Z`);

async function prepare({ api }: Pick<OwnServer, 'api'>, port: number) {
  await api('/api/v1/channels', {
    name: 'Mail',
    kind: 'email',
    settings: { host: '127.0.0.1', port, security: 'none', from: 'muster@example.org' },
  });
  const bo = (await api<{ id: string; token: string }>('/api/v1/people', { name: 'Bo', role: 'responder' }))
    .body;
  const workingHours = { days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '17:00' };
  const contact = { email: 'bo@example.org', timeZone: 'UTC', workingHours };
  await api(`/api/v1/people/${bo.id}`, { name: 'Bo', contact }, { method: 'PUT', token: bo.token });
  const { body: incident } = await api<{ id: string }>('/api/v1/incidents', {
    title: 'Checkout fails',
    severity: 'P3',
  });
  return { bo: bo.id, incident: incident.id };
}

test('[AI5] its owner is told on the day, and again after it until it is done, each once', async () => {
  await using mail = await openMailbox();
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const { bo, incident } = await prepare(server, mail.port);
  const due = iso(clock.now() + 3 * day);
  const promised = await server.api<{ items: { id: string }[] }>(`/api/v1/incidents/${incident}/facts`, {
    kind: 'action-item',
    text: 'Add an alert on the queue',
    owner: bo,
    due: endOf(due),
    ticket: 'https://tracker.example/OPS-7',
  });
  const subjects = () => mail.received.map((each) => each.header('subject'));
  const expectMails = (count: number) =>
    vi.waitFor(() => expect(subjects()).toHaveLength(count), { timeout: 15_000 });
  const forwardTo = (at: number) => clock.forward(Math.max(0, at - clock.now()));
  await forwardTo(Date.parse(`${due}T07:30:00Z`));
  expect(subjects()).toEqual([]);
  await forwardTo(Date.parse(`${due}T08:30:00Z`));
  await expectMails(1);
  expect(subjects()[0]).toContain('Due today');
  expect(mail.received[0]!.text).toContain('https://tracker.example/OPS-7');
  await server.restart();
  await forwardTo(endOf(due) + day / 2);
  await expectMails(2);
  expect(subjects()[1]).toContain('Overdue since');
  await forwardTo(endOf(due) + 7 * day + day / 2);
  await expectMails(3);
  await server.api(`/api/v1/incidents/${incident}/facts`, {
    kind: 'action-item-changed',
    target: promised.body.items[0]!.id,
    state: 'done',
  });
  await forwardTo(endOf(due) + 16 * day);
  expect(subjects()).toHaveLength(3);
});

test('[RS4] whoever owes the review is told before, when and after it is due, until it was read', async () => {
  await using mail = await openMailbox();
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const { bo, incident } = await prepare(server, mail.port);
  const write = (json: object) => server.api(`/api/v1/incidents/${incident}/facts`, json);
  await write([
    { kind: 'severity', severity: 'P1' },
    { kind: 'review', owner: bo },
    { kind: 'status', status: 'resolved' },
  ]);
  const { body } = await server.api<{ items: { review: { from: number; dueAt: number } }[] }>(
    '/api/v1/incidents?status=all',
  );
  const { from, dueAt } = body.items[0]!.review;
  const subjects = () => mail.received.map((each) => each.header('subject'));
  const expectMails = (count: number) =>
    vi.waitFor(() => expect(subjects()).toHaveLength(count), { timeout: 15_000 });
  const forwardTo = (at: number) => clock.forward(Math.max(0, at - clock.now()));
  // Their working hours begin within a day of each.
  await forwardTo(from + (dueAt - from) / 2 + 16 * 3_600_000);
  await expectMails(1);
  expect(subjects()[0]).toContain('Review due on');
  await forwardTo(dueAt + 16 * 3_600_000);
  await expectMails(2);
  expect(subjects()[1]).toContain('Review is due');
  await write({ kind: 'review', state: 'reviewed', hash: 'a'.repeat(64) });
  await forwardTo(dueAt + 5 * day);
  expect(subjects()).toHaveLength(2);
});
