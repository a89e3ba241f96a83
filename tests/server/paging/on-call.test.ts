import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OnCall, Person } from '#room/feed/feed.ts';
import { makeMovableClock } from '../../helpers/clock.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { startOwnServer, type OwnServer } from '../../helpers/own-server.ts';

type Created = { id: string; token: string };
type Shifts = {
  items: { person: string; from: number; to: number; isOverride: boolean }[];
  gaps: unknown[];
  fairness: { person: string; hours: number }[];
};
type Problem = { status: number; errors?: { field: string; expected: string }[] };

const clock = makeMovableClock(() => Promise.resolve());
let server: OwnServer;
let ana: Created;
let bo: Created;
let owner: Person;

const rotation = (people: string[]) => ({
  name: 'Shop',
  timeZone: 'Europe/Berlin',
  layers: [
    { name: 'day', people, rotation: { unit: 'day', every: 1, handoffAt: '09:00' }, startsOn: '2026-01-05' },
  ],
});
const add = async (body: object) => (await server.api<{ id: string }>('/api/v1/schedules', body)).body.id;
const read = (url: string, headers: Record<string, string> = {}) => fetch(url, { headers });
const onCall = async (schedule: string) =>
  (await server.api<{ items: OnCall[] }>('/api/v1/on-call')).body.items.find(
    (each) => each.schedule === schedule,
  );

beforeAll(async () => {
  server = await startOwnServer({ clock });
  owner = (await server.api<Person>('/api/v1/me')).body;
  const person = async (name: string) =>
    (await server.api<Created>('/api/v1/people', { name, role: 'responder' })).body;
  ana = await person('Ana');
  bo = await person('Bo, "night"; owl');
});
afterAll(() => server[Symbol.asyncDispose]());

describe('people', () => {
  test('[PE1] everybody keeps their own contact details; writing or confirming them says when', async () => {
    const contact = {
      email: 'ana@example.org',
      phone: '+49 (30) 123-456',
      timeZone: 'Asia/Tokyo',
      workingHours: { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' },
    };
    const path = `/api/v1/people/${ana.id}`;
    const put = (json: object, token?: string) =>
      server.api<Person & Problem>(path, json, { method: 'PUT', ...(token ? { token } : {}) });
    const before = clock.now();
    const own = await put(
      { name: 'Ana', contact, notify: [{ channel: 'desktop', afterMinutes: 0 }] },
      ana.token,
    );
    expect(own.body.contact).toMatchObject({ ...contact, phone: '+4930123456' });
    expect(own.body.contact?.confirmedAt).toBeGreaterThanOrEqual(before);
    // Sent back as it was read nothing changes; what somebody else writes is not confirmed by that.
    expect((await put(own.body)).body.contact?.confirmedAt).toBe(own.body.contact?.confirmedAt);
    const changed = await put({ name: 'Ana', contact: { ...contact, email: 'a@example.org' } });
    expect(changed.body.contact).not.toHaveProperty('confirmedAt');
    expect(changed.body.notify).toEqual([{ channel: 'desktop', afterMinutes: 0 }]);
    const confirmed = await server.api<Person>(`${path}/confirm`, {}, { token: ana.token });
    expect(confirmed.body.contact?.confirmedAt).toBeGreaterThanOrEqual(before);
    expect((await server.api(`${path}/confirm`, {})).status).toBe(403);
    expect((await put({ name: 'Ana' }, bo.token)).status).toBe(403);
    await server.restart();
    const kept = await server.api<Person>(path);
    expect(kept.body).toEqual(confirmed.body);
  });

  test('[PE1] a person is added with contact details and ways of being paged, which nobody has confirmed yet', async () => {
    const reach = {
      contact: { email: 'cyd@example.org', timeZone: 'Europe/Lisbon' },
      notify: [{ channel: 'desktop', afterMinutes: 2 }],
    };
    const add = (more: object) =>
      server.api<Created & Problem>('/api/v1/people', { name: 'Cyd', role: 'responder', ...more });
    const { status, body } = await add(reach);
    expect([status, body]).toEqual([201, expect.objectContaining(reach)]);
    await server.restart();
    expect((await server.api<Person>(`/api/v1/people/${body.id}`)).body).toMatchObject(reach);
    const wrong = await add({ notify: [{ channel: 'pigeon', afterMinutes: 0 }] });
    expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, 'notify.0.channel']);
    const spelled = await add({ contact: { email: 'no' } });
    expect([spelled.status, spelled.body.errors?.[0]?.field]).toEqual([400, 'contact.email']);
  });

  test.each([
    ['contact.email', { email: 'not an address' }],
    ['contact.phone', { phone: '12345' }],
    ['contact.timeZone', { timeZone: 'Mars/Olympus' }],
    ['contact.workingHours.from', { workingHours: { days: [1], from: '8', to: '18:00' } }],
    ['contact.fax', { fax: '1' }],
  ])('[PE1] the field %s is named when it is wrong', async (field, contact) => {
    const path = `/api/v1/people/${ana.id}`;
    const { status, body } = await server.api<Problem>(path, { name: 'Ana', contact }, { method: 'PUT' });
    expect(status).toBe(400);
    expect(body.errors?.map((error) => error.field)).toEqual([field]);
  });
});

test('[PE1] a way of being paged that does not exist is named', async () => {
  const notify = [
    { channel: 'desktop', afterMinutes: 0 },
    { channel: 'pigeon', afterMinutes: 5 },
  ];
  const path = `/api/v1/people/${ana.id}`;
  const { status, body } = await server.api<Problem>(path, { name: 'Ana', notify }, { method: 'PUT' });
  expect([status, body.errors?.map(({ field }) => field)]).toEqual([400, ['notify.1.channel']]);
});

describe('schedules', () => {
  test('[OC1] shifts with their people, gaps and the share of each person', async () => {
    const id = await add(rotation([ana.id, bo.id]));
    const from = Date.UTC(2026, 10, 2, 8);
    const { body } = await server.api<Shifts>(
      `/api/v1/schedules/${id}/shifts?from=${from}&to=${from + 4 * 86_400_000}`,
    );
    expect(body.items.map(({ person }) => person)).toEqual([bo.id, ana.id, bo.id, ana.id]);
    expect(body.gaps).toEqual([]);
    expect(body.fairness.map(({ hours }) => hours)).toEqual([48, 48]);
  });

  test('[OC1] somebody who is not in the team is found when the schedule is written', async () => {
    const { status, body } = await server.api<Problem>('/api/v1/schedules', rotation([ana.id, 'nobody']));
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field: 'layers.0.people.1', expected: 'the id of somebody in the team' }]);
  });

  test('[HT3] a change to an older version is refused, and a responder changes none', async () => {
    const id = await add(rotation([ana.id]));
    const put = (headers: Record<string, string>, token = server.ownerToken) =>
      fetch(new URL(`/api/v1/schedules/${id}`, server.url), {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(rotation([bo.id])),
      });
    expect((await put({ 'if-match': '"1"' })).headers.get('etag')).toBe('"2"');
    expect((await put({ 'if-match': '"1"' })).status).toBe(412);
    expect((await put({}, ana.token)).status).toBe(403);
  });

  test('[OC7] a responder takes the shift that runs, without saying until when, and gives it back', async () => {
    const id = await add(rotation([ana.id]));
    const other = await add(rotation([ana.id, owner.id]));
    const until = (await onCall(other))?.until;
    const path = `/api/v1/schedules/${other}/overrides`;
    const taken = await server.api<{ id: string; to: number }>(path, {}, { token: bo.token });
    expect(taken.status).toBe(201);
    expect(taken.body.to).toBe(until);
    expect(await onCall(other)).toMatchObject({ person: bo.id, until });
    // Only for themselves, and only their own may they take back.
    expect((await server.api(path, { person: ana.id }, { token: bo.token })).status).toBe(403);
    const remove = (token: string) =>
      server.api(`${path}/${taken.body.id}`, undefined, { method: 'DELETE', token });
    expect((await remove(ana.token)).status).toBe(403);
    expect((await remove(bo.token)).status).toBe(204);
    expect((await onCall(other))?.person).not.toBe(bo.id);
    // A shift without end cannot be taken until its end.
    const endless = await server.api<Problem>(`/api/v1/schedules/${id}/overrides`, {}, { token: bo.token });
    expect(endless.body.errors?.[0]?.field).toBe('to');
  });

  test('[OC4] a person who is removed leaves a gap, which everybody sees at once', async () => {
    const gone = (await server.api<Created>('/api/v1/people', { name: 'Gone', role: 'responder' })).body;
    const id = await add(rotation([gone.id]));
    expect((await onCall(id))?.person).toBe(gone.id);
    await server.api(`/api/v1/people/${gone.id}`, undefined, { method: 'DELETE' });
    expect(await onCall(id)).toMatchObject({ person: null, next: null });
  });

  test('[OC5] at the hand-off the feed says who is on call now', async () => {
    const id = await add(rotation([ana.id, bo.id]));
    const before = await onCall(id);
    const feed = await followFeed(server.url, server.ownerToken);
    expect((await feed.snapshot()).onCall?.find(({ schedule }) => schedule === id)).toEqual(before);
    await clock.forward((before?.until ?? 0) - clock.now());
    const message = await feed.until(
      (each) =>
        each.type === 'on-call' &&
        each.onCall.some(({ schedule, person }) => schedule === id && person === before?.next?.person),
    );
    expect(message.type).toBe('on-call');
    feed.close();
  });
});

describe('policies', () => {
  type Policy = { id: string; name: string; steps: { targets: object[] }[] };

  test('[ES1] the usual four begin where there is none; whom a policy names must exist; what it pages stays', async () => {
    const schedule = await add(rotation([ana.id]));
    const usual = await server.api<{ items: Policy[] }>('/api/v1/policies/defaults', undefined, {
      method: 'POST',
    });
    expect(usual.status).toBe(201);
    expect(usual.body.items.map(({ name }) => name.slice(0, 2))).toEqual(['P1', 'P2', 'P3', 'P4']);
    expect(usual.body.items[1]?.steps[0]?.targets).toContainEqual({
      kind: 'schedule',
      id: schedule,
      backup: true,
    });
    expect((await server.api('/api/v1/policies/defaults', undefined, { method: 'POST' })).status).toBe(409);
    const wrong = {
      name: 'x',
      steps: [{ targets: [{ kind: 'person', id: 'nobody' }], waitMinutes: 5 }],
    };
    const refused = await server.api<Problem>('/api/v1/policies', wrong);
    expect(refused.body.errors).toEqual([{ field: 'steps.0.targets.0.id', expected: 'the id of a person' }]);
    const endless = { name: 'x', steps: [{ targets: [{ kind: 'person', id: ana.id }], waitMinutes: 0 }] };
    const { body } = await server.api<Problem>('/api/v1/policies', endless);
    expect(body.errors?.map(({ field }) => field)).toEqual(['steps.0.waitMinutes']);
    expect((await server.api('/api/v1/policies', wrong, { token: ana.token })).status).toBe(403);
    const inUse = await server.api(`/api/v1/schedules/${schedule}`, undefined, { method: 'DELETE' });
    expect(inUse.status).toBe(409);
    for (const { id } of usual.body.items)
      await server.api(`/api/v1/policies/${id}`, undefined, { method: 'DELETE' });
    const free = await server.api(`/api/v1/schedules/${schedule}`, undefined, { method: 'DELETE' });
    expect(free.status).toBe(204);
  });
});

describe('calendars', () => {
  test('[OC8] a calendar is a file as RFC 5545 wants it, and unchanged it is not sent again', async () => {
    const name = `Shop, the "big" one; with back\\slash and umlauts ${'ü'.repeat(60)}`;
    const id = await add({ ...rotation([bo.id, ana.id]), name });
    const { body, status } = await server.api<{ url: string }>(`/api/v1/schedules/${id}/calendar`, {});
    expect(status).toBe(201);
    const response = await read(body.url);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await response.text();
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const unfolded = text.replaceAll('\r\n ', '');
    expect(unfolded).toContain(
      `SUMMARY:Bo\\, "night"\\; owl on call: ${name.replaceAll(/[\\,;]/g, (c) => `\\${c}`)}\r\n`,
    );
    const uids = [...unfolded.matchAll(/^UID:(.*)$/gm)].map((match) => match[1]);
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.length).toBeGreaterThan(300);
    const etag = response.headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"other", W/${etag}`, '*'])
      expect((await read(body.url, { 'if-none-match': known })).status).toBe(304);
    expect((await read(body.url, { 'if-none-match': '"other"' })).status).toBe(200);
    expect(unfolded).not.toMatch(/^METHOD:/m);
    expect(unfolded.match(/^SEQUENCE:0$/gm)).toHaveLength(uids.length);
  });

  test('[OC8] the address can be renewed and ended, is not kept, and a person has one for all schedules', async () => {
    const path = `/api/v1/people/${ana.id}/calendar`;
    const make = async () => (await server.api<{ url: string }>(path, {}, { token: ana.token })).body.url;
    const first = await make();
    expect(await (await read(first)).text()).toContain('SUMMARY:Ana on call: Shop');
    const second = await make();
    expect((await read(first)).status).toBe(404);
    expect((await read(second)).status).toBe(200);
    expect((await server.api(path, {}, { token: bo.token })).status).toBe(403);
    await server.api(path, undefined, { method: 'DELETE' });
    expect((await read(second)).status).toBe(404);
  });
});

const ask = async (address: string, init: RequestInit = {}) => {
  const response = await fetch(address, init);
  return [response.status, response.headers.get('content-type'), await response.text()] as const;
};

test('[OC9] a telephony provider learns whom to ring, from an address that ends', async () => {
  const dee = (await server.api<{ id: string }>('/api/v1/people', { name: 'Dee', role: 'responder' })).body;
  const id = await add(rotation([dee.id]));
  const path = `/api/v1/schedules/${id}/dial`;
  expect((await server.api(path, {}, { token: ana.token })).status).toBe(403);
  const { url } = (await server.api<{ url: string }>(path, {})).body;
  const plain = url.replace(/\.xml$/, '.txt');
  expect((await ask(url))[2]).toContain('<Say>Nobody is on call who has a telephone number.</Say>');
  expect(await ask(plain)).toEqual([200, 'text/plain; charset=utf-8', '']);
  const contact = { phone: '+49 151 000-1' };
  await server.api(`/api/v1/people/${dee.id}`, { name: 'Dee', contact }, { method: 'PUT' });
  const rings = [200, 'text/xml; charset=utf-8', expect.stringContaining('>+491510001</Dial>')];
  expect(await ask(url)).toEqual(rings);
  expect(await ask(plain)).toEqual([200, 'text/plain; charset=utf-8', '+491510001']);
  const call = { method: 'POST', body: new URLSearchParams({ CallSid: 'CA1', From: '+4930123456' }) };
  expect(await ask(url, call)).toEqual(rings);
  const calendar = (await server.api<{ url: string }>(`/api/v1/schedules/${id}/calendar`, {})).body.url;
  expect((await ask(calendar.replace('/calendar/', '/dial/').replace('.ics', '.xml')))[0]).toBe(404);
  expect((await ask(url.replace('/dial/', '/calendar/').replace('.xml', '.ics')))[0]).toBe(404);
  await server.api(path, undefined, { method: 'DELETE' });
  expect((await ask(url))[0]).toBe(404);
});

test('[OS8] a schedule is tried before it is saved: its shifts and gaps, with the overrides of the one it replaces', async () => {
  const id = await add(rotation([ana.id]));
  const from = Date.UTC(2026, 5, 1);
  const range = `from=${from}&to=${from + 7 * 86_400_000}`;
  const weekdays = {
    ...rotation([ana.id, bo.id]),
    layers: [
      {
        ...rotation([ana.id, bo.id]).layers[0]!,
        hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
      },
    ],
  };
  const preview = await server.api<Shifts>(`/api/v1/schedules/preview?${range}`, weekdays);
  expect(preview.status).toBe(200);
  expect(new Set(preview.body.items.map(({ person }) => person))).toEqual(new Set([ana.id, bo.id]));
  expect(preview.body.gaps.length).toBeGreaterThanOrEqual(5);
  const day = { person: bo.id, from: from + 86_400_000, to: from + 2 * 86_400_000 };
  expect((await server.api(`/api/v1/schedules/${id}/overrides`, day)).status).toBe(201);
  const covered = await server.api<Shifts>(`/api/v1/schedules/preview?${range}`, { ...weekdays, id });
  expect(covered.body.items.some(({ isOverride, person }) => isOverride && person === bo.id)).toBe(true);
  // Nothing of it was kept.
  expect((await server.api<Shifts>(`/api/v1/schedules/${id}/shifts?${range}`)).body.gaps).toEqual([]);
  const wrong = await server.api<Problem>(`/api/v1/schedules/preview?${range}`, {
    ...weekdays,
    timeZone: 'Mars/Olympus',
  });
  expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, 'timeZone']);
});

const span = ({ from, to }: { from: number; to: number }) => ({ from, to });

test('[AB5] a shift is offered for another and taken: both turns change hands, and nobody else can take it', async () => {
  const id = await add(rotation([ana.id, bo.id]));
  const { body: planned } = await server.api<Shifts>(`/api/v1/schedules/${id}/shifts`);
  const coming = planned.items.filter(({ from }) => from > clock.now());
  const mine = coming.find(({ person }) => person === ana.id)!;
  const theirs = coming.find(({ person }) => person === bo.id)!;
  const path = `/api/v1/schedules/${id}/swaps`;
  const offer = { ...span(mine), asked: bo.id, inReturn: span(theirs) };
  const notMine = await server.api<Problem>(path, offer, { token: bo.token });
  expect([notMine.status, notMine.body.errors?.[0]?.field]).toEqual([400, 'from']);
  const wrong = await server.api<Problem>(path, { ...offer, inReturn: span(mine) }, { token: ana.token });
  expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, 'inReturn']);
  const { body: made } = await server.api<{ id: string }>(path, offer, { token: ana.token });
  expect((await server.api(`${path}/${made.id}/accept`, {}, { token: ana.token })).status).toBe(403);
  expect((await server.api(`${path}/${made.id}/accept`, {}, { token: bo.token })).status).toBe(200);
  expect((await server.api(`${path}/${made.id}/accept`, {}, { token: bo.token })).status).toBe(409);
  const { body: after } = await server.api<Shifts>(`/api/v1/schedules/${id}/shifts`);
  const holder = ({ from }: { from: number }) => after.items.find((each) => each.from === from)?.person;
  expect([holder(mine), holder(theirs)]).toEqual([bo.id, ana.id]);

  const { body: open } = await server.api<{ id: string }>(path, span(theirs), { token: ana.token });
  expect(
    (await server.api(`${path}/${open.id}`, undefined, { method: 'DELETE', token: bo.token })).status,
  ).toBe(403);
  expect(
    (await server.api(`${path}/${open.id}`, undefined, { method: 'DELETE', token: ana.token })).status,
  ).toBe(204);
  const { body: left } = await server.api<{ items: { acceptedBy: string | null }[] }>(path);
  expect(left.items.map(({ acceptedBy }) => acceptedBy)).toEqual([bo.id]);
});
