// Reminders of action items and reviews in the words of those who owe them: real mail, a real server, only the time is moved.
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { createDueNews, findDue } from '#main/news/due-news.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { Room } from '#room/view/room-view.ts';
import { makeKeys, web, webs } from '#sync-server/checks/testing/targets.ts';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { makeMovableClock } from './helpers/clock.ts';
import { startOwnServer, type OwnServer } from './helpers/own-server.ts';

const day = 86_400_000;
/** Between two stops of the clock while days pass; nothing here is due to the minute. */
const strideMs = 300_000;
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
  return { bo: bo.id, boToken: bo.token, incident: incident.id };
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
    vi.waitFor(() => expect(subjects()).toHaveLength(count), { timeout: 60_000 });
  const forwardTo = (at: number) => clock.forward(Math.max(0, at - clock.now()), strideMs);
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

test('[TA3] each turn of a repeating task is due for its owner, done by two at once it counts once, and resolving ends it', async () => {
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const { body: incident } = await server.api<{ id: string }>('/api/v1/incidents', {
    title: 'Queue is stuck',
  });
  const { body: bo } = await server.api<{ id: string; token: string }>('/api/v1/people', {
    name: 'Bo',
    role: 'responder',
  });
  const write = (json: object, token?: string) =>
    server.api<{ items: { id: string }[] }>(`/api/v1/incidents/${incident.id}/facts`, json, {
      ...(token !== undefined && { token }),
    });
  const tenMinutes = 600_000;
  const { body } = await write({ kind: 'task', text: 'check the queue', owner: bo.id, everyMs: tenMinutes });
  const target = body.items[0]!.id;
  // What Bo's desktop reminds of, from the list that the server gives it.
  const tell = createDueNews();
  const told = async () => {
    const { body: list } = await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all');
    return tell(findDue(list.items, bo.id), clock.now()).due.map((due) => due.body);
  };
  expect(await told()).toEqual([]);
  await clock.forward(tenMinutes + 1_000);
  expect(await told()).toEqual(['Your task is due: check the queue']);
  await write({ kind: 'task-done', target, turn: 1 });
  await write({ kind: 'task-done', target, turn: 1 }, bo.token);
  expect(await told()).toEqual([]);
  await clock.forward(tenMinutes + 1_000);
  expect(await told()).toEqual(['Your task is due: check the queue']);
  const { body: room } = await server.api<Pick<Room, 'tasks'>>(`/api/v1/incidents/${incident.id}`);
  expect(room.tasks).toMatchObject([{ doneAt: null, repeats: { turn: 2, done: 1, missed: 0 } }]);
  await write({ kind: 'status', status: 'resolved' });
  await clock.forward(10 * tenMinutes);
  expect(await told()).toEqual([]);
  const { body: over } = await server.api<Pick<Room, 'tasks'>>(`/api/v1/incidents/${incident.id}`);
  expect(over.tasks).toMatchObject([{ repeats: { done: 1, missed: 1 } }]);
});

test('[RS4] the owner of a review is told before, when and after it is due, until it was read', async () => {
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
    vi.waitFor(() => expect(subjects()).toHaveLength(count), { timeout: 60_000 });
  const forwardTo = (at: number) => clock.forward(Math.max(0, at - clock.now()), strideMs);
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

test('[NT1] [NT2] a certificate with 12 days left and a slow check reach the owner of their service by mail, in working hours', async () => {
  await using mail = await openMailbox();
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const { bo } = await prepare(server, mail.port);
  await server.api('/api/v1/services', { name: 'Payments', owner: bo });
  const until = clock.now() + 12.5 * day;
  const ends = iso(until);
  await using shop = await webs(await makeKeys({ until }), (_request, response) => response.end('fine'));
  await using slow = await web((_request, response) => setTimeout(() => response.end('fine'), 20));
  const watch = async (name: string, url: string, more: object = {}) => {
    const settings = { url, ignoresTls: true, slowAfterMs: 1 };
    const { body, status } = await server.api<{ id: string }>('/api/v1/monitors', {
      name,
      kind: 'http',
      service: 'payments',
      settings,
      intervalSeconds: 3_600,
      confirmations: 1,
      ...more,
    });
    expect(status, JSON.stringify(body)).toBe(201);
    return body.id;
  };
  const subjects = () => mail.received.map((each) => each.header('subject'));
  const settled = async (id: string, wanted: string) =>
    vi.waitFor(
      async () =>
        expect((await server.api<{ status: string }>(`/api/v1/monitors/${id}`)).body.status).toBe(wanted),
      { timeout: 60_000 },
    );
  await settled(await watch('Shop', `https://127.0.0.1:${shop.port}/`), 'degraded');
  await settled(await watch('Search', `http://127.0.0.1:${slow.port}/`), 'degraded');
  await settled(
    await watch('Nobody hears of it', `http://127.0.0.1:${slow.port}/`, { tellsOwner: false }),
    'degraded',
  );
  await clock.forward(day, strideMs);
  await vi.waitFor(() => expect(subjects()).toHaveLength(2), { timeout: 60_000 });
  expect(subjects().toSorted()).toEqual(['Search is degraded', `The certificate of Shop ends on ${ends}`]);
  expect(mail.received.map((each) => each.to)).toEqual([['bo@example.org'], ['bo@example.org']]);
  const { body: opened } = await server.api<{ items: unknown[] }>('/api/v1/incidents');
  expect(opened.items).toHaveLength(1);
  await server.restart();
  await clock.forward(day, strideMs);
  expect(subjects()).toHaveLength(2);
});

test('[NT3] a person with a shift hears of it before, when it begins and when it ends, unless they do not want to', async () => {
  await using mail = await openMailbox();
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const { bo } = await prepare(server, mail.port);
  const cy = (await server.api<{ id: string }>('/api/v1/people', { name: 'Cy', role: 'responder' })).body.id;
  const cys = { email: 'cy@example.org', shiftNews: false };
  await server.api(`/api/v1/people/${cy}`, { name: 'Cy', contact: cys }, { method: 'PUT' });
  const { status, body } = await server.api<{ id: string }>('/api/v1/schedules', {
    name: 'Primary',
    timeZone: 'UTC',
    layers: [
      {
        name: 'Days',
        people: [cy, bo],
        startsOn: iso(clock.now()),
        rotation: { unit: 'day', handoffAt: '00:00', every: 2 },
      },
    ],
  });
  expect(status, JSON.stringify(body)).toBe(201);
  const subjects = () => mail.received.map((each) => each.header('subject'));
  const begins = Date.parse(`${iso(clock.now() + 2 * day)}T00:00:00Z`);
  const expected: string[] = [];
  for (const [at, subject] of [
    [begins - day, 'On call tomorrow: Primary'],
    [begins, 'You are on call: Primary'],
    [begins + 2 * day, 'Your shift is over: Primary'],
  ] as const) {
    await clock.forward(at - clock.now() - 60_000, strideMs);
    expect(subjects()).toEqual(expected);
    expected.push(subject);
    await clock.forward(120_000);
    await vi.waitFor(() => expect(subjects()).toEqual(expected), { timeout: 60_000 });
  }
  // A schedule made shortly before a shift says nothing of tomorrow.
  const soon = new Date(clock.now() + 1_800_000).toISOString();
  const rotation = { unit: 'day', handoffAt: soon.slice(11, 16) };
  await server.api('/api/v1/schedules', {
    name: 'Backup',
    timeZone: 'UTC',
    layers: [{ name: 'Days', people: [bo], startsOn: soon.slice(0, 10), rotation }],
  });
  await clock.forward(3_600_000);
  await vi.waitFor(() => expect(subjects().slice(3)).toEqual(['You are on call: Backup']), {
    timeout: 60_000,
  });
  expect(mail.received[1]!.text).toContain(
    `from ${iso(begins)} 00:00 to ${iso(begins + 2 * day)} 00:00 (UTC)`,
  );
  expect(mail.received.every((each) => each.to.includes('bo@example.org'))).toBe(true);
});

test('[AB1] [AB3] a person who stands in for somebody away hears of it at once, and is on call', async () => {
  await using mail = await openMailbox();
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const { bo } = await prepare(server, mail.port);
  const cy = (
    await server.api<{ id: string; token: string }>('/api/v1/people', { name: 'Cy', role: 'responder' })
  ).body;
  await server.api('/api/v1/schedules', {
    name: 'Primary',
    timeZone: 'UTC',
    layers: [
      {
        name: 'Weeks',
        people: [cy.id, bo],
        startsOn: iso(clock.now()),
        rotation: { unit: 'week', handoffAt: '00:00' },
      },
    ],
  });
  const put = (away: object[]) =>
    server.api<{ contact: { away: { since: number }[] } }>(
      `/api/v1/people/${cy.id}`,
      { name: 'Cy', contact: { away } },
      { method: 'PUT', token: cy.token },
    );
  const now = clock.now();
  expect((await put([{ from: now, to: now }])).status).toBe(400);
  const away = { from: now - 60_000, to: now + day };
  const { body } = await put([{ ...away, since: 5 }]);
  expect(body.contact.away).toEqual([{ ...away, since: expect.any(Number) }]);
  expect(body.contact.away[0]?.since).toBeGreaterThanOrEqual(now);
  const { body: duty } = await server.api<{ items: { person: string }[] }>('/api/v1/on-call');
  expect(duty.items[0]?.person).toBe(bo);
  await clock.forward(2_000);
  const told = () => mail.received.map((each) => each.header('subject'));
  await vi.waitFor(() => expect(told()).toContain('You stand in for Cy: Primary'), { timeout: 60_000 });
  expect(mail.received.every((each) => each.to.includes('bo@example.org'))).toBe(true);
});

test('[PE3] a person who confirmed their ways long ago is asked again, until they say that they are right', async () => {
  await using mail = await openMailbox();
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  // Bo wrote it himself, which confirms it.
  const { bo, boToken } = await prepare(server, mail.port);
  const subjects = () => mail.received.map((each) => each.header('subject'));
  // While it was away: the pulse of what pages would stop at each of its beats on the way.
  await server.restart(() => clock.jump(89 * day));
  await clock.forward(day / 24);
  expect(subjects()).toEqual([]);
  await server.restart(() => clock.jump(day));
  await clock.forward(day, strideMs);
  await vi.waitFor(() => expect(subjects()).toEqual(['Are your contact details still right?']), {
    timeout: 60_000,
  });
  expect(mail.received[0]!.text).toContain('bo@example.org');
  await server.api(`/api/v1/people/${bo}/confirm`, {}, { token: boToken });
  await server.restart(() => clock.jump(80 * day));
  await clock.forward(day / 24);
  expect(subjects()).toHaveLength(1);
});

test('[SO4] [SO5] the person who answers for a service hears at once of a fast burn, once, and not at night of a slow one', async () => {
  await using mail = await openMailbox();
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const { bo } = await prepare(server, mail.port);
  for (const [name, target] of [
    ['Payments', 99.9],
    ['Search', 99.9],
    ['Mail', 50],
  ] as const)
    await server.api('/api/v1/services', { name, owner: bo, slo: { target } });
  const minute = 60_000;
  // 22:30 in UTC, so that nobody works.
  const night = Date.parse(`${iso(clock.now() + day)}T22:30:00Z`);
  await clock.forward(night - clock.now(), strideMs);
  const now = Math.floor(clock.now() / minute) * minute;
  const watch = async (service: string) => {
    const { body } = await server.api<{ id: string }>('/api/v1/monitors', {
      name: service,
      kind: 'tcp',
      service,
      settings: { host: '127.0.0.1', port: 9 },
      intervalSeconds: 60,
      paused: true,
    });
    return body.id;
  };
  const ids = { Payments: await watch('Payments'), Search: await watch('search'), Mail: await watch('Mail') };
  // Payments: down for the last three minutes. Search: for three minutes of the last half hour. Mail: as Payments.
  const downAt = { Payments: [1, 2, 3], Search: [12, 13, 14], Mail: [1, 2, 3] };
  await server.restart((folder) => {
    const database = new DatabaseSync(path.join(folder, 'muster.db'));
    const put = database.prepare(
      "INSERT INTO rollups VALUES (?, 'minute', ?, ?, ?, 0, 0, 0, NULL) ON CONFLICT DO NOTHING",
    );
    for (const [name, minutes] of Object.entries(downAt))
      for (let back = 1; back <= 400; back += 1) {
        const isDown = minutes.includes(back);
        put.run(ids[name as keyof typeof ids], now - back * minute, isDown ? 0 : 1, isDown ? 1 : 0);
      }
    database.close();
  });
  const slos = async () =>
    (await server.api<{ items: { name: string; burning: { kind: string }[] }[] }>('/api/v1/slos')).body.items;
  await vi.waitFor(
    async () =>
      expect((await slos()).map(({ name, burning }) => [name, burning.map(({ kind }) => kind)])).toEqual([
        ['Mail', []],
        ['Payments', ['fast', 'slow']],
        ['Search', ['slow']],
      ]),
    { timeout: 60_000 },
  );
  const subjects = () => mail.received.map((each) => each.header('subject')).toSorted();
  const fast = 'Payments spends its error budget too fast';
  await clock.forward(10 * minute);
  await vi.waitFor(() => expect(subjects()).toEqual([fast]), { timeout: 60_000 });
  await server.restart();
  // Nothing was measured in the night: in the morning nothing burns any more, and nobody is told that it did.
  await clock.forward(10 * 60 * minute, minute);
  expect(subjects()).toEqual([fast]);
  expect((await slos()).flatMap(({ burning }) => burning)).toEqual([]);
});
