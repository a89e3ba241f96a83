// Locations that measure beside the team's server: a real desktop's server, and the exchange that each uses.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentSummary, LocationState } from '#room/feed/feed.ts';
import type { Location, OwnLocation, RemoteCheck, SeenThere } from '#wire/api/locations.ts';
import { startDyingService } from '../../helpers/dying-service.ts';
import { followFeed, type FeedReader } from '../../helpers/follow-feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Device = { id: string; person: { name: string }; computer: string | null };
type Exchanged = { revision: string; checks: RemoteCheck[] | null };
type Spans = { items: { id: string; spans: { from: number; to: number; status: string }[] }[] };

let team: RunningServer;
let feed: FeedReader;
beforeAll(async () => {
  team = await startServer();
  feed = await followFeed(team.url, team.ownerToken);
  await feed.snapshot();
});
afterAll(async () => {
  feed.close();
  await team[Symbol.asyncDispose]();
});

/** The token of a computer's own server. */
async function join(name: string): Promise<string> {
  const { body } = await team.api<{ code: string }>('/api/v1/invitations', { json: { role: 'responder' } });
  const json = { code: body.code, name, replica: true };
  return (await team.api<{ token: string }>('/api/v1/invitations/accept', { token: null, json })).body.token;
}

const deviceOf = async (name: string): Promise<string> => {
  const { body } = await team.api<{ items: Device[] }>('/api/v1/devices');
  return body.items.find(({ person }) => person.name === name)?.id ?? '';
};
const addLocation = (name: string, device: string, more = {}) =>
  team.api<Location>('/api/v1/locations', { json: { name, device, ...more } });

/** A computer that speaks for itself, so that a test decides what it sees. */
async function addComputer(name: string) {
  const token = await join(name);
  const { publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64url');
  expect((await team.api(`/api/v1/passes/${key}?computer=${name}`, { token })).status).toBe(200);
  const { body: location } = await addLocation(name, await deviceOf(name));
  const exchange = async (
    results: Partial<SeenThere>[] = [],
    isAllowed = true,
    revision: string | null = null,
  ) => team.api<Exchanged>('/api/v1/locations/exchange', { token, json: { isAllowed, revision, results } });
  return { token, location, exchange };
}

const addMonitor = async (url: string, more: Record<string, unknown>) => {
  const usual = { name: 'shop', kind: 'http', settings: { url }, intervalSeconds: 1, confirmations: 1 };
  return team.api<{ id: string }>('/api/v1/monitors', { json: { ...usual, recoveries: 1, ...more } });
};
const remove = (id: string) => team.api(`/api/v1/monitors/${id}`, { method: 'DELETE' });

const states = (id: string): readonly LocationState[] => {
  const last = feed.messages.findLast((each) => each.type === 'monitor' && each.monitor.id === id);
  return last?.type === 'monitor' ? (last.monitor.locations ?? []) : [];
};
const statuses = (id: string) => states(id).map(({ status }) => status);
/** Resolves once the newest message about the monitor fits. */
const next = (id: string, fits: (monitor: { status: string; reason: string | null }) => boolean) =>
  feed.until(() => {
    const last = feed.messages.findLast((each) => each.type === 'monitor' && each.monitor.id === id);
    return last?.type === 'monitor' && fits(last.monitor);
  });
const incidents = async () =>
  (await team.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all')).body.items;

const seenOf = (check: RemoteCheck | undefined, status: SeenThere['status'], at = Date.now()): SeenThere => ({
  monitor: check?.monitor ?? '',
  essence: check?.essence ?? '',
  at,
  status,
  latencyMs: status === 'up' ? 5 : null,
  reason: status === 'down' ? 'no answer' : null,
});

test('[CH19] [CH20] locations that disagree make a check degraded and page nobody; when enough agree it is down', async () => {
  const office = await addComputer('Office');
  await using service = await startDyingService();
  const made = await addMonitor(service.url, { locations: ['server', office.location.id], quorum: 2 });
  const { id } = made.body;
  const [check] = (await office.exchange()).body.checks ?? [];
  expect(check).toMatchObject({ monitor: id, settings: { url: service.url } });
  await next(id, () => statuses(id).join() === 'up,unknown');
  expect(states(id)[1]).toMatchObject({ name: 'Office', since: null });
  await office.exchange([seenOf(check, 'down')]);
  await next(id, ({ status }) => status === 'degraded');
  await next(
    id,
    ({ reason }) => reason === 'down from Office, up from the server; down needs 2 locations (no answer)',
  );
  expect(await incidents()).toEqual([]);
  await service.kill();
  await office.exchange([seenOf(check, 'down')]);
  await next(id, ({ status }) => status === 'down');
  await feed.until((each) => each.type === 'incident' && each.incident.monitorsDown.includes(id));
  await service.revive();
  await office.exchange([seenOf(check, 'up')]);
  await next(id, ({ status }) => status === 'up');
  expect(statuses(id)).toEqual(['up', 'up']);
  // CF6, CF7: a file names locations by their names.
  const exported = await team.api<string>('/api/v1/configuration/export.yaml');
  expect(exported.body).toMatch(/locations:\n\s+- server\n\s+- Office\n/u);
  const monitor = 'name: copy, kind: tcp, settings: {host: 127.0.0.1, port: 1}, intervalSeconds: 60';
  const load = (place: string) =>
    team.api('/api/v1/configuration/import', {
      json: { format: 'muster', text: `monitors: [{${monitor}, locations: [${place}]}]` },
    });
  expect(JSON.stringify((await load('Nowhere')).body)).toContain('a location of this server, or server');
  const loaded = await load('Office');
  expect(loaded.status, JSON.stringify(loaded.body)).toBe(200);
  const all = await team.api<{ items: { id: string; name: string; locations?: string[] }[] }>(
    '/api/v1/monitors',
  );
  const copy = all.body.items.find(({ name }) => name === 'copy');
  expect(copy?.locations).toEqual([office.location.id]);
  await remove(copy?.id ?? '');
  const used = await team.api(`/api/v1/locations/${office.location.id}`, { method: 'DELETE' });
  expect([used.status, used.body]).toMatchObject([409, { detail: expect.stringContaining('shop') }]);
  await remove(id);
});

test('[CH21] a location gets the checks that name it, without those with secrets, and speaks for itself alone', async () => {
  const home = await addComputer('Home');
  const shop = await addComputer('Shop');
  const url = 'http://127.0.0.1:1';
  const open = await addMonitor(url, { name: 'open', locations: ['server', home.location.id] });
  const settings = { url, bearer: 'top secret' };
  const secret = await addMonitor(url, { name: 'secret', settings, locations: [home.location.id] });
  expect(secret.status, JSON.stringify(secret.body)).toBe(201);
  const namesFor = async ({ exchange }: typeof home) =>
    ((await exchange()).body.checks ?? []).map(({ name }) => name);
  expect([await namesFor(home), await namesFor(shop)]).toEqual([['open'], []]);
  await next(
    secret.body.id,
    () => states(secret.body.id)[0]?.reason === 'it may not know the secrets of this check',
  );
  const path = `/api/v1/locations/${home.location.id}`;
  const { name, device } = home.location;
  await team.api(path, { method: 'PUT', json: { name, device, knowsSecrets: true } });
  expect(await namesFor(home)).toEqual(['open', 'secret']);
  expect((await home.exchange([], false)).body.checks).toEqual([]);
  // Another location, another person and another version of the settings are not believed.
  const [check] = (await home.exchange()).body.checks ?? [];
  await shop.exchange([seenOf(check, 'up')]);
  await home.exchange([
    { ...seenOf(check, 'up'), essence: 'old' },
    seenOf(check, 'up', Date.now() + 3_600_000),
  ]);
  const spans = await team.api<Spans>(`/api/v1/monitors/${open.body.id}/locations`);
  expect(spans.body.items.map((each) => [each.id, each.spans.length > 0])).toEqual([
    ['server', true],
    [home.location.id, false],
  ]);
  expect(
    (await team.api('/api/v1/locations/exchange', { json: { isAllowed: true, revision: null, results: [] } }))
      .status,
  ).toBe(404);
  const { body: same } = await home.exchange();
  expect((await home.exchange([], true, same.revision)).body.checks).toBeNull();
  const refused = await addMonitor(url, { kind: 'heartbeat', settings: {}, locations: ['server'] });
  expect(refused.status).toBe(400);
  expect((await addMonitor(url, { locations: ['nowhere'] })).status).toBe(400);
  expect((await addMonitor(url, { locations: ['server'], quorum: 2 })).status).toBe(400);
  expect((await addLocation('shop', device)).status).toBe(400);
  await Promise.all([open, secret].map(({ body }) => remove(body.id)));
});

test('[CH19] a location whose clock is ahead silences no other, and what it says is one line with a possible time', async () => {
  const [ahead, exact] = [await addComputer('Ahead'), await addComputer('Exact')];
  const locations = [ahead.location.id, exact.location.id];
  const { body: monitor } = await addMonitor('http://127.0.0.1:1', { locations, quorum: 1 });
  const [check] = (await ahead.exchange()).body.checks ?? [];
  await ahead.exchange([seenOf(check, 'up', Date.now() + 50_000)]);
  await next(monitor.id, ({ status }) => status === 'up');
  await exact.exchange([{ ...seenOf(check, 'down'), reason: 'no\nanswer\u202E' }]);
  await next(monitor.id, ({ reason }) => reason === 'down from Exact (no answer), up from Ahead');
  const endless = { ...seenOf(check, 'up'), latencyMs: 1e300 };
  expect((await exact.exchange([endless])).status).toBe(400);
  await remove(monitor.id);
  // What comes late for a monitor that is gone is taken, and says nothing.
  expect((await exact.exchange([seenOf(check, 'down')])).status).toBe(200);
});

test('[CH22] a desktop measures only with its person’s consent, goes on without the team, and tells it late', async () => {
  await using desktop = await startServer({ upstreams: [team.url], upstreamToken: await join('Ana') });
  const own = (init = {}) => desktop.api<OwnLocation>('/api/v1/locations/this-computer', init);
  await expect.poll(() => deviceOf('Ana')).not.toBe('');
  const { body: location } = await addLocation('Desk', await deviceOf('Ana'));
  await using service = await startDyingService();
  const { body: monitor } = await addMonitor(service.url, { locations: ['server', location.id] });
  await expect
    .poll(async () => (await own()).body)
    .toMatchObject({ name: 'Desk', isAllowed: false, checks: [] });
  await next(monitor.id, () => statuses(monitor.id).join() === 'up,unknown');
  const allowed = await own({ method: 'PUT', json: { isAllowed: true } });
  expect(allowed.body.checks).toEqual([{ monitor: monitor.id, name: 'shop' }]);
  await next(monitor.id, () => statuses(monitor.id).join() === 'up,up');
  expect((await team.api<Location>(`/api/v1/locations/${location.id}`)).body).toMatchObject({
    isAllowed: true,
    monitors: 1,
    person: { name: 'Ana' },
  });
  await team.stop();
  await service.kill();
  await expect.poll(async () => (await own()).body.unsent).toBeGreaterThan(1);
  const backAt = Date.now();
  await team.restart();
  const seenThere = async () => {
    const { body } = await team.api<Spans>(`/api/v1/monitors/${monitor.id}/locations`);
    return body.items[1]?.spans.find(({ status }) => status === 'down')?.from ?? Infinity;
  };
  await expect.poll(seenThere).toBeLessThan(backAt);
});

test('[CH22] a late result is history: it pages nobody and changes no state', async () => {
  const late = await addComputer('Late');
  const { body: monitor } = await addMonitor('http://127.0.0.1:1', { locations: [late.location.id] });
  const [check] = (await late.exchange()).body.checks ?? [];
  const began = Date.now() - 3_600_000;
  await late.exchange([0, 1_000, 2_000].map((ms) => seenOf(check, 'down', began + ms)));
  // The same results again, as after a lost answer.
  await late.exchange([seenOf(check, 'down', began + 1_000)]);
  const { body } = await team.api<Spans>(`/api/v1/monitors/${monitor.id}/locations`);
  expect(body.items).toMatchObject([{ spans: [{ from: began, to: began + 2_000, status: 'down' }] }]);
  const { body: state } = await team.api<{ status: string }>(`/api/v1/monitors/${monitor.id}`);
  expect(state.status).toBe('pending');
  expect((await incidents()).filter(({ monitorsDown }) => monitorsDown.includes(monitor.id))).toEqual([]);
});
