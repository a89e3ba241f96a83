// TH6: a real server, real mail and a real push service; only the time is moved.
import { expect, test, vi } from 'vitest';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { makeMovableClock } from '../../helpers/clock.ts';
import { openPushService } from '../../helpers/push-service.ts';
import { startOwnServer, type OwnServer } from '../../helpers/own-server.ts';

type Made = { id: string; token: string };
type Posted = { items: { id: string }[] };

const patience = { timeout: 60_000 };
const minute = 60_000;

async function prepare({ api }: Pick<OwnServer, 'api'>, port: number) {
  const settings = { host: '127.0.0.1', port, security: 'none', from: 'muster@example.org' };
  await api('/api/v1/channels', { name: 'Mail', kind: 'email', settings });
  const person = async (name: string) => {
    const made = (await api<Made>('/api/v1/people', { name, role: 'responder' })).body;
    const contact = { email: `${name.toLowerCase()}@example.org` };
    await api(`/api/v1/people/${made.id}`, { name, contact }, { method: 'PUT', token: made.token });
    return made;
  };
  const declare = async (title: string) =>
    (await api<{ id: string }>('/api/v1/incidents', { title, severity: 'P3' })).body.id;
  const mention = async (incident: string, text: string, mentions: readonly string[], token: string) => {
    const fact = { kind: 'note', text, mentions };
    const { body } = await api<Posted>(`/api/v1/incidents/${incident}/facts`, fact, { token });
    expect(body.items, JSON.stringify(body)).toHaveLength(1);
    return body.items[0]!.id;
  };
  return { person, declare, mention };
}

test('[TH6] a mention reaches phones and browsers at once, others by one e-mail, and nobody for a mention taken back', async () => {
  await using mail = await openMailbox();
  await using push = await openPushService();
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const { person, declare, mention } = await prepare(server, mail.port);
  const [ana, bo, cy] = [await person('Ana'), await person('Bo'), await person('Cy')];
  await server.api(
    '/api/v1/push-devices',
    { name: 'phone', ...push.subscribe('phone') },
    { token: ana.token },
  );
  const id = await declare('Cards fail');
  await mention(id, '@Ana @Bo is the pool full?', [ana.id, bo.id], cy.token);
  const entry = await mention(id, '@Bo please look at the pool', [bo.id], cy.token);
  const wrong = await mention(id, '@Cy by mistake', [cy.id], bo.token);
  await server.api(
    `/api/v1/incidents/${id}/facts`,
    { kind: 'retracted', target: wrong },
    { token: bo.token },
  );
  await clock.forward(5_000);
  await vi.waitFor(() => expect(push.taken).toHaveLength(1), patience);
  expect(push.taken[0]?.notice).toMatchObject({
    title: expect.stringContaining('Cy mentions you in INC-1 Cards fail'),
    body: '@Ana @Bo is the pool full?',
    incident: id,
    // Never in the place of a page.
    tag: 'reminder',
  });
  expect(push.taken[0]?.headers).toMatchObject({ topic: 'reminder', urgency: 'normal' });
  expect(mail.received).toEqual([]);
  await clock.forward(3 * minute);
  await vi.waitFor(() => expect(mail.received).toHaveLength(1), patience);
  expect(mail.received[0]?.to).toEqual(['bo@example.org']);
  expect(mail.received[0]?.text).toContain('@Bo please look at the pool');
  expect(mail.received[0]?.text).toContain(`/#/room/${id}/${entry}`);
  await clock.forward(90 * minute);
  expect(mail.received).toHaveLength(1);
  expect(push.taken).toHaveLength(1);
});

test('[TH6] [TM4] a mention in a restricted incident says nothing of it to somebody who may not see it', async () => {
  await using mail = await openMailbox();
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const { person, declare, mention } = await prepare(server, mail.port);
  const [ana, bo, cy] = [await person('Ana'), await person('Bo'), await person('Cy')];
  const id = await declare('Salaries leaked');
  const path = `/api/v1/incidents/${id}/restriction`;
  const restricted = await server.api(path, { people: [ana.id, cy.id], teams: [] }, { method: 'PUT' });
  expect(restricted.status, JSON.stringify(restricted.body)).toBeLessThan(300);
  await mention(id, '@Bo the file of salaries', [bo.id], ana.token);
  await mention(id, '@Ana who saw the salaries?', [ana.id], cy.token);
  await clock.forward(5 * minute);
  await vi.waitFor(() => expect(mail.received.length).toBeGreaterThanOrEqual(1), patience);
  await clock.forward(5 * minute);
  for (const each of mail.received) {
    const isAna = each.to.includes('ana@example.org');
    expect(`${each.header('subject')} ${each.text}`.includes('alaries')).toBe(isAna);
  }
  expect(mail.received.filter(({ to }) => to.includes('ana@example.org'))).toHaveLength(1);
});
