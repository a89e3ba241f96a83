import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeMovableClock } from '../../helpers/clock.ts';
import { startOwnServer, type OwnServer } from '../../helpers/own-server.ts';

type Created = { id: string; token: string };
type Dry = {
  policy: { name: string } | null;
  pages: {
    at: number;
    step: number;
    person: string | null;
    channel: string | null;
    skipped: string | null;
  }[];
  notes: { why: string }[];
  end: string;
};
type Refused = { status: number; errors?: { field: string }[] };

const clock = makeMovableClock(() => Promise.resolve());
const minute = 60_000;
let server: OwnServer;
let ana: Created;
let vera: Created;
let schedule: Created;
let channel: Created;

const add = async (path: string, body: object) => (await server.api<Created>(`/api/v1/${path}`, body)).body;
const rehearse = (body: object, token?: string) =>
  server.api<Dry & Refused>('/api/v1/policies/dry-run', body, token ? { token } : {});

beforeAll(async () => {
  server = await startOwnServer({ clock });
  ana = await add('people', { name: 'Ana', role: 'responder' });
  vera = await add('people', { name: 'Vera', role: 'viewer' });
  const rotation = { unit: 'day', every: 1, handoffAt: '09:00' };
  const layers = [{ name: 'day', people: [ana.id], rotation, startsOn: '2026-01-05' }];
  schedule = await add('schedules', { name: 'Shop', timeZone: 'UTC', layers });
  const settings = { host: '127.0.0.1', port: 9, security: 'none', from: 'muster@example.org' };
  channel = await add('channels', { name: 'Mail', kind: 'email', settings, paused: false });
  const steps = [
    { targets: [{ kind: 'schedule', id: schedule.id, backup: true }], waitMinutes: 5 },
    { targets: [{ kind: 'channel', id: channel.id }], waitMinutes: 5 },
  ];
  await add('policies', { name: 'Everything', steps });
});
afterAll(() => server[Symbol.asyncDispose]());

test('[ES14] pages, skipped ones and reasons are shown in advance; nothing is sent or kept', async () => {
  const { status, body } = await rehearse({ severity: 'P2' }, ana.token);
  expect([status, body.policy?.name, body.end]).toEqual([200, 'Everything', 'asked-everybody']);
  const begins = body.pages[0]?.at ?? 0;
  expect(body.pages.map(({ at, ...page }) => [at - begins, page.person, page.channel, page.skipped])).toEqual(
    [
      [0, ana.id, 'desktop', null],
      [0, null, null, 'Shop has no backup: nobody comes next'],
      [5 * minute, null, channel.id, 'this channel has no address to send to'],
      [10 * minute, expect.any(String), 'desktop', null],
    ],
  );
  expect((await server.api<{ items: object[] }>('/api/v1/deliveries')).body.items).toEqual([]);
  expect((await server.api<{ items: object[] }>('/api/v1/open-pages')).body.items).toEqual([]);
  expect((await server.api<{ items: object[] }>('/api/v1/policies')).body.items).toHaveLength(1);
});

test('[ES14] at a chosen moment, before the rotation begins nobody is on call: the owners', async () => {
  const at = Date.UTC(2025, 11, 24);
  const { body } = await rehearse({ severity: 'P1', service: 'shop', at }, ana.token);
  expect([body.pages[0]?.at, body.notes[0]?.why]).toEqual([at, 'nobody-on-call']);
});

test('[ES14] a draft counts as if it were saved; what is wrong in it is named at its field', async () => {
  const draft = {
    name: 'Draft',
    severities: ['P3'],
    steps: [{ targets: [{ kind: 'person', id: vera.id }], waitMinutes: 5 }],
  };
  const first = await rehearse({ severity: 'P3', draft });
  expect([first.body.policy?.name, first.body.pages[0]?.person]).toEqual(['Draft', vera.id]);
  expect((await rehearse({ severity: 'P2', draft })).body.policy?.name).toBe('Everything');
  const wrong = await rehearse({
    severity: 'P3',
    draft: { ...draft, steps: [{ targets: [], waitMinutes: 0 }] },
  });
  expect([wrong.status, wrong.body.errors?.map(({ field }) => field)]).toEqual([
    400,
    ['draft.steps.0.targets', 'draft.steps.0.waitMinutes'],
  ]);
  expect((await rehearse({ severity: 'P5' })).body.errors?.map(({ field }) => field)).toEqual(['severity']);
  expect((await rehearse({ severity: 'P2' }, vera.token)).status).toBe(403);
});

test('[ES15] trouble with targets is told to everybody who reads policies', async () => {
  const empty = await add('schedules', { name: 'Empty', timeZone: 'UTC', layers: [] });
  const read = async () =>
    (await server.api<{ items: object[] }>('/api/v1/policies/trouble', undefined, { token: vera.token })).body
      .items;
  expect(await read()).toContainEqual({ kind: 'schedule', id: empty.id, trouble: 'nobody-now', until: null });
  expect(await read()).toContainEqual({ kind: 'person', id: ana.id, trouble: 'desktop-only' });
  const contact = { email: 'ana@example.org' };
  await server.api(`/api/v1/people/${ana.id}`, { name: 'Ana', contact }, { method: 'PUT' });
  expect(await read()).not.toContainEqual(expect.objectContaining({ id: ana.id }));
});
