// Planned work, planned once: on the page, for paging, and in mails, from its announcement to its verdict.
import ICAL from 'ical.js';
import { expect, test, vi } from 'vitest';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { startServer } from '../../helpers/server.ts';
import { mailsTo, openMailingPage } from '../../helpers/subscribing.ts';

type Window = {
  id: string;
  active: boolean;
  endedAt: number | null;
  stillFailing: string[];
  said: { status: string }[];
};
type Planned = {
  scheduled_maintenances: { id: string; status: string; incident_updates: { body: string }[] }[];
};
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 });
const minuteMs = 60_000;

test('[SP142] work on components without a monitor is on the page, verified, ended early, and told by mail', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  const page = await openMailingPage(server, mailbox, { timeZone: 'Europe/Madrid' });
  await server.api(`/api/v1/pages/${page.id}/subscribers`, { json: { email: 'bo@example.org' } });
  const json = {
    name: 'New disks',
    monitors: [],
    components: [page.components[0]?.id, 'acme/API'],
    description: 'Orders wait meanwhile.',
    window: { kind: 'once', from: Date.now() - minuteMs, to: Date.now() + 60 * minuteMs },
  };
  const { status, body: planned } = await server.api<Window>('/api/v1/maintenance', { json });
  expect(status, JSON.stringify(planned)).toBe(201);
  const read = async <T>(file: string) =>
    (await (await fetch(`${server.url}/status/acme/${file}`)).json()) as T;
  const told = async () => {
    const [first] = (await read<Planned>('api/v2/scheduled-maintenances.json')).scheduled_maintenances;
    return [first?.status, ...(first?.incident_updates ?? []).map(({ body }) => body)];
  };
  const statuses = async () =>
    (await read<{ components: { status: string }[] }>('api/v2/components.json')).components.map(
      (each) => each.status,
    );
  await until(async () => expect(await told()).toEqual(['in_progress', 'Orders wait meanwhile.']));
  expect(await statuses()).toEqual(['under_maintenance', 'under_maintenance']);
  const mails = () => mailsTo(mailbox, 'bo@example.org');
  await until(() => expect(mails()).toHaveLength(1));
  expect(mails()[0]?.header('Subject')).toBe('[Acme] Started: New disks');
  const attached =
    /Content-Type: text\/calendar[^]*?\r\n\r\n([^]*?)\r\n--/u.exec(mails()[0]?.raw ?? '')?.[1] ?? '';
  const calendar = new ICAL.Component(ICAL.parse(Buffer.from(attached, 'base64').toString()) as never);
  expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1);

  const say = (body: object) =>
    server.api<Window>(`/api/v1/maintenance/${planned.id}/updates`, { json: body });
  expect((await say({ status: 'verifying', body: 'We check.' })).status).toBe(201);
  await until(async () => expect((await told()).slice(0, 2)).toEqual(['verifying', 'We check.']));
  expect((await say({ status: 'completed', body: 'All runs.' })).status).toBe(201);
  await until(async () => expect((await told()).slice(0, 2)).toEqual(['completed', 'All runs.']));
  await until(async () => expect(await statuses()).toEqual(['operational', 'operational']));
  await until(() => expect(mails().at(-1)?.header('Subject')).toBe('[Acme] Done: New disks'));
  expect((await say({ status: 'completed', body: 'Again.' })).status).toBe(409);
  const { body: after } = await server.api<Window>(`/api/v1/maintenance/${planned.id}`);
  expect(after).toMatchObject({ active: false, stillFailing: [] });
  expect(after.said.map((each) => each.status)).toEqual(['verifying', 'completed']);

  // What ended is not called off when its window is removed.
  await server.api(`/api/v1/maintenance/${planned.id}`, { method: 'DELETE' });
  const next = {
    ...json,
    name: 'Later',
    window: { kind: 'once', from: Date.now() + 72 * 60 * minuteMs, to: Date.now() + 73 * 60 * minuteMs },
  };
  await server.api('/api/v1/maintenance', { json: next });
  await until(() => expect(mails().at(-1)?.header('Subject')).toBe('[Acme] Planned: Later'));
  expect(
    mails()
      .map((mail) => mail.header('Subject'))
      .join(),
  ).not.toContain('Cancelled');
});

const settings = (name: string, window: object) => ({ name, components: ['acme/API'], window });
const hours = (count: number) => Date.now() + count * 60 * minuteMs;

test('[SP67] a window that is removed leaves on the page the turns that had begun, over a restart too', async () => {
  await using server = await startServer();
  const page = await openMailingPage(server, { port: 9 });
  const plan = async (name: string, window: object) =>
    (
      await server.api<Window>('/api/v1/maintenance', {
        json: { name, components: ['acme/API'], window },
      })
    ).body.id;
  const ids = [
    await plan('Past', { kind: 'once', from: hours(-5), to: hours(-4) }),
    await plan('Running', { kind: 'once', from: hours(-1), to: hours(1) }),
    await plan('Next', { kind: 'once', from: hours(3), to: hours(4) }),
  ];
  type Told = { name: string; id: string; status: string; scheduled_until: string };
  const told = async () => {
    const file = `${server.url}/status/acme/api/v2/scheduled-maintenances.json`;
    const { scheduled_maintenances } = (await (await fetch(file)).json()) as {
      scheduled_maintenances: Told[];
    };
    return scheduled_maintenances.map(({ name, id, status }) => ({ name, id, status }));
  };
  await until(async () => expect(await told()).toHaveLength(3));
  const before = await told();
  for (const id of ids)
    expect((await server.api(`/api/v1/maintenance/${id}`, { method: 'DELETE' })).status).toBe(204);
  const after = before
    .filter(({ name }) => name !== 'Next')
    .map((each) => ({ ...each, status: 'completed' }));
  await until(async () => expect(await told()).toEqual(after));
  await server.restart();
  await until(async () => expect(await told()).toEqual(after));
  const { body: state } = await server.api<{ components: { name: string; level: string }[] }>(
    `/api/v1/pages/${page.id}/state`,
  );
  expect(state.components.map(({ level }) => level)).toEqual(['operational', 'operational']);
});

test('[SP67] a window that is changed leaves its begun turns on the page, and removing it later keeps them too', async () => {
  await using server = await startServer();
  await openMailingPage(server, { port: 9 });
  const clockAt = (count: number) => new Date(hours(count)).toISOString().slice(11, 16);
  const daily = (count: number) => ({
    kind: 'weekly',
    days: [1, 2, 3, 4, 5, 6, 7],
    at: clockAt(count),
    minutes: 60,
    timeZone: 'UTC',
  });
  const plan = async (name: string, window: object) =>
    (await server.api<Window>('/api/v1/maintenance', { json: settings(name, window) })).body.id;
  const past = await plan('Past', { kind: 'once', from: hours(-5), to: hours(-4) });
  const running = await plan('Running', daily(-0.5));
  type Told = { name: string; id: string; status: string; scheduled_for: string };
  const told = async () => {
    const file = `${server.url}/status/acme/api/v2/scheduled-maintenances.json`;
    const { scheduled_maintenances } = (await (await fetch(file)).json()) as {
      scheduled_maintenances: Told[];
    };
    const begun = scheduled_maintenances.filter((each) => Date.parse(each.scheduled_for) < hours(20));
    return begun
      .map(({ name, id, status }) => ({ name, id, status }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  };
  await until(async () => expect((await told()).map(({ name }) => name)).toEqual(['Past', 'Running']));
  const before = await told();
  const change = async (id: string, json: object) =>
    expect((await server.api(`/api/v1/maintenance/${id}`, { method: 'PUT', json })).status).toBe(200);
  await change(past, settings('Past, again', { kind: 'once', from: hours(3), to: hours(4) }));
  await change(running, settings('Running, later', daily(5)));
  const [old, open] = before;
  const kept = [old, { ...open, status: 'completed' }];
  const names = ['Past', 'Past, again', 'Running', 'Running, later'];
  await until(async () => expect((await told()).map(({ name }) => name)).toEqual(names));
  const after = await told();
  expect([after[0], after[2]]).toEqual(kept);
  expect(new Set(after.map(({ id }) => id)).size).toBe(4);
  const turns = async () =>
    (
      await server.api<{ items: { window: string; from: number }[] }>(
        `/api/v1/maintenance/turns?from=${Math.floor(hours(-6))}&to=${Math.floor(hours(6))}`,
      )
    ).body.items.map(({ window }) => window);
  expect(await turns()).toEqual([past, running, past, running]);
  await server.restart();
  await until(async () => expect(await told()).toEqual(after));
  expect(await turns()).toEqual([past, running, past, running]);
  for (const id of [past, running])
    expect((await server.api(`/api/v1/maintenance/${id}`, { method: 'DELETE' })).status).toBe(204);
  await until(async () => expect(await told()).toEqual(kept));
  await server.restart();
  await until(async () => expect(await told()).toEqual(kept));
});

test('[SP142] at the end a monitor that still fails is named, and alerts again', async () => {
  await using server = await startServer();
  const monitor = await server.api<{ id: string }>('/api/v1/monitors', {
    json: {
      name: 'db',
      kind: 'tcp',
      settings: { host: '127.0.0.1', port: 9 },
      intervalSeconds: 1,
      confirmations: 1,
      paused: true,
    },
  });
  const now = Date.now();
  const { body: planned } = await server.api<Window>('/api/v1/maintenance', {
    json: {
      name: 'Disks',
      monitors: [monitor.body.id],
      window: { kind: 'once', from: now - minuteMs, to: now + 60 * minuteMs },
    },
  });
  // It begins to fail within the window.
  const { body: settings } = await server.api<object>(`/api/v1/monitors/${monitor.body.id}`);
  const json = { ...settings, paused: false };
  await server.api(`/api/v1/monitors/${monitor.body.id}`, { method: 'PUT', json });
  const incidents = async () =>
    (await server.api<{ items: object[] }>('/api/v1/incidents')).body.items.length;
  expect(await incidents()).toBe(0);
  const told = { status: 'completed', body: 'Done.' };
  expect((await server.api(`/api/v1/maintenance/${planned.id}/updates`, { json: told })).status).toBe(201);
  await until(async () => {
    const { body } = await server.api<Window>(`/api/v1/maintenance/${planned.id}`);
    expect(body.stillFailing).toEqual([monitor.body.id]);
  });
  await until(async () => expect(await incidents()).toBe(1));
});

test('[SP142] a window that means nothing is refused by its field', async () => {
  await using server = await startServer();
  const window = { kind: 'weekly', days: [7], at: '22:00', minutes: 60, timeZone: 'Europe/Berlin' };
  const rrule = {
    kind: 'rrule',
    start: '2026-12-06T22:00',
    rule: 'FREQ=DAILY',
    minutes: 60,
    timeZone: 'UTC',
  };
  const wrongs = [
    [{ monitors: [] }, 'monitors'],
    [{ monitors: undefined }, 'monitors'],
    [{ monitors: undefined, components: ['acme/API'] }, 'components.0'],
    [{ window: { ...rrule, rule: 'FREQ=HOURLY' } }, 'window.rule'],
    [{ window: { ...rrule, start: '2026-13-06T22:00' } }, 'window.rule'],
    [{ window: { ...rrule, start: 'soon' } }, 'window.start'],
    [{ description: ' ' }, 'description'],
  ] as const;
  for (const [wrong, field] of wrongs) {
    const { status, body } = await server.api<{ errors: { field: string }[] }>('/api/v1/maintenance', {
      json: { name: 'Disks', monitors: 'all', window, ...wrong },
    });
    expect([status, body.errors[0]?.field], JSON.stringify(wrong)).toEqual([400, field]);
  }
});

const clock = (at: number) => new Date(at).toISOString().slice(11, 16);

test('[SP143] one turn of work that repeats is moved and called off: on the page, in the calendar, and in one mail each', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  const page = await openMailingPage(server, mailbox);
  await server.api(`/api/v1/pages/${page.id}/subscribers`, { json: { email: 'bo@example.org' } });
  const hourMs = 60 * minuteMs;
  const first = Math.floor(Date.now() / hourMs) * hourMs + 50 * hourMs;
  const json = {
    name: 'New disks',
    monitors: [],
    components: ['acme/API'],
    window: {
      kind: 'rrule',
      start: new Date(first).toISOString().slice(0, 16),
      rule: 'FREQ=WEEKLY;COUNT=3',
      minutes: 60,
      timeZone: 'UTC',
    },
  };
  const { body: planned } = await server.api<Window>('/api/v1/maintenance', { json });
  const path = `/api/v1/maintenance/${planned.id}`;
  const mails = () => mailsTo(mailbox, 'bo@example.org');
  await until(() => expect(mails()).toHaveLength(1));
  type Turn = { id: string; scheduled_for: string };
  const onPage = async () => {
    const answer = await fetch(`${server.url}/status/acme/api/v2/scheduled-maintenances/upcoming.json`);
    const { scheduled_maintenances: all } = (await answer.json()) as { scheduled_maintenances: Turn[] };
    return Object.fromEntries(all.map((each) => [each.id, Date.parse(each.scheduled_for)]));
  };
  const before = await onPage();
  const change = (exceptions: object[]) =>
    server.api<{ errors?: { field: string }[] }>(path, { method: 'PUT', json: { ...json, exceptions } });
  expect((await change([{ turn: first + 1, cancelled: true }])).body.errors?.[0]?.field).toBe(
    'exceptions.0.turn',
  );
  const moved = { turn: first, from: first + 5 * hourMs, to: first + 7 * hourMs };
  expect((await change([moved])).status).toBe(200);
  await until(() => expect(mails()).toHaveLength(2));
  const [, mail] = mails();
  expect(mail?.header('Subject')).toBe('[Acme] Moved: New disks');
  expect(mail?.text).toMatch(
    new RegExp(`Before: From .*${clock(first)} UTC to .*\\nNow: From .*${clock(moved.from)}`, 'u'),
  );
  const [firstId = ''] = Object.entries(before).find(([, at]) => at === first) ?? [];
  expect(await onPage()).toEqual({ ...before, [firstId]: moved.from });
  const turns = async () => {
    const answer = await server.api<{ items: object[] }>(
      `/api/v1/maintenance/turns?from=${first}&to=${first + 30 * 24 * hourMs}`,
    );
    return answer.body.items;
  };
  expect(await turns()).toMatchObject([
    { window: planned.id, ...moved, isMoved: true, isCancelled: false },
    { isMoved: false },
    { isMoved: false },
  ]);
  expect((await change([{ turn: first, cancelled: true }])).status).toBe(200);
  await until(() => expect(mails()).toHaveLength(3));
  expect(mails()[2]?.header('Subject')).toBe('[Acme] Cancelled: New disks');
  const { [firstId]: _gone, ...others } = before;
  expect(Object.keys(others)).toHaveLength(2);
  expect(await onPage()).toEqual(others);
  expect((await turns())[0]).toMatchObject({ turn: first, isCancelled: true });
  expect((await server.api('/api/v1/maintenance/turns?from=5&to=4')).status).toBe(400);
});
