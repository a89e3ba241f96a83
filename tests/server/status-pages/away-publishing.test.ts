// The promise of the status page: it outlives the team's server. Real servers, real sockets, a real repository.
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Role } from '#room/team/scales.ts';
import { sayMoment } from '#room/time/time.ts';
import { openInbox } from '#sync-server/paging/testing/inbox.ts';
import {
  declareApproved,
  openPage,
  type Problem,
  publish,
  readKept,
  sentIn,
  sequenceIn,
  type Shown,
  startPlace,
  stateOf,
  type Summary,
  type Target,
  type Update,
  untilKept,
  updatesOf,
  waiting,
} from '../../helpers/away-pages.ts';
import { startReplicaOf } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Level = { components: { level: string; silentSince: number | null }[] };

const patience = { timeout: 240_000 };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-away-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function makeRepository(name = 'site.git') {
  const repository = join(folder, name);
  execFileSync('git', ['init', '--quiet', '--bare', repository]);
  const read = (path: string) =>
    execFileSync('git', ['-C', repository, 'show', `pages:${path}`], { encoding: 'utf8', stdio: 'pipe' });
  const files = () =>
    execFileSync('git', ['-C', repository, 'ls-tree', '-r', '--name-only', 'pages'], { encoding: 'utf8' })
      .split('\n')
      .filter((path) => path !== '');
  return { target: { kind: 'git', repository, branch: 'pages' }, repository, read, files };
}
const summaryIn = (text: string) => JSON.parse(text) as Summary;
const summaryAt = async (server: RunningServer, { slug }: Shown) =>
  summaryIn(await (await fetch(new URL(`/status/${slug}/api/v2/summary.json`, server.url))).text());
const namesIn = ({ incidents }: Summary) => incidents.map(({ name }) => name).toSorted();
const meAt = async (server: RunningServer) =>
  (await server.api<{ id: string; name: string }>('/api/v1/me')).body;

test(
  '[SP111] [SP112] [SP114] the server is killed; a desktop publishes; the server comes back and agrees',
  patience,
  async () => {
    await using bucket = await startPlace();
    await using inbox = await openInbox();
    const git = makeRepository();
    await using primary = await startServer();
    await using ana = await startReplicaOf(primary, 'Ana');
    const monitor = await primary.api<{ id: string }>('/api/v1/monitors', {
      json: { name: 'api', kind: 'http', settings: { url: `${inbox.url}/watched` }, intervalSeconds: 5 },
    });
    expect(monitor.status, JSON.stringify(monitor.body)).toBe(201);
    const page = await openPage(primary, {
      components: [{ name: 'Card payments' }, { name: 'API', monitor: monitor.body.id }],
      targets: [
        {
          kind: 's3',
          endpoint: bucket.url,
          bucket: 'acme',
          prefix: 'site',
          accessKeyId: 'SERVER1',
          secretAccessKey: 'canary-server-key',
          awayAccessKeyId: 'DESKTOP1',
          awaySecretAccessKey: 'canary-desktop-key',
        },
        git.target,
        { kind: 'folder', path: join(folder, 'own-disk') },
        { kind: 'folder', path: join(folder, 'share') },
      ],
    });
    const webhook = `${inbox.url}/hook`;
    const hooked = await primary.api(`/api/v1/pages/${page.id}/subscribers`, { json: { webhook } });
    expect(hooked.status, JSON.stringify(hooked.body)).toBe(201);
    const before = await publish(primary, page, { title: 'Logins are slow', body: 'We look.' });
    expect(before.status, JSON.stringify(before.body)).toBe(201);
    await untilKept(primary, ana, page);
    await expect.poll(() => readKept(ana, page), waiting).toMatch(/"checkedAt":\d/);
    expect(readKept(ana, page)).not.toContain('canary-server-key');
    expect([...bucket.keys]).toEqual(['SERVER1']);

    const share = join(folder, 'share');
    const mount = (path: string, place = `folder ${share}`) =>
      ana.api<Problem>(`/api/v1/pages/${page.id}/away-folders`, { method: 'PUT', json: { place, path } });
    expect((await mount(folder)).body.errors?.[0]?.field).toBe('path');
    // As on a computer that mounts the share at another path.
    const mounted = join(folder, 'mnt');
    symlinkSync(folder, mounted);
    const own = { kind: 'folder', place: `folder ${join(mounted, 'share')}` };
    // Once the server has put the page there.
    await expect.poll(async () => (await mount(join(mounted, 'share'))).status, waiting).toBe(200);
    expect((await mount(join(mounted, 'share'))).body).toEqual({
      items: [
        { place: `folder ${join(folder, 'own-disk')}`, path: null },
        { place: `folder ${share}`, path: join(mounted, 'share') },
      ],
    });
    const readShare = (path: string) => readFileSync(join(share, path), 'utf8');

    await primary.kill9();
    const refused = await publish(ana, page, { title: 'Mine', body: 'Not approved.' });
    expect(refused).toMatchObject({ status: 409, body: { errors: [{ field: 'draft' }] } });
    const approved = await declareApproved(ana, 'Some payments fail\n\nOne in four cards is refused.');
    const components = [{ id: page.components[0]?.id, status: 'major_outage' }];
    const published = await publish(ana, page, { ...approved, components });
    expect(published, JSON.stringify(published.body)).toMatchObject({
      status: 201,
      body: { body: 'One in four cards is refused.', isWaiting: true },
    });
    const sequence = bucket.sequence();
    expect(published.body.targets).toMatchObject([
      { kind: 's3', sequence, problem: null },
      { kind: 'git', sequence, problem: null },
      { ...own, sequence, problem: null },
      { kind: 'folder', sequence: null, problem: expect.stringContaining('only the team’s own server') },
    ]);
    expect([...bucket.keys]).toEqual(['SERVER1', 'DESKTOP1']);
    for (const read of [bucket.read, git.read, readShare]) {
      const told = summaryIn(read('api/v2/summary.json'));
      expect(namesIn(told)).toEqual(['Logins are slow', 'Some payments fail']);
      expect(told.components[0]?.status).toBe('major_outage');
      expect(JSON.parse(read('generation.json'))).toMatchObject({ sequence, by: 'desktop' });
    }
    // What nobody checks now is unknown, and what people say counts.
    expect((await stateOf<Level>(ana, page)).components).toMatchObject([
      { level: 'major' },
      { level: 'unknown', silentSince: expect.any(Number) },
    ]);
    // Not mounted, nothing is written where the share was.
    unlinkSync(mounted);
    mkdirSync(mounted);
    const again = await ana.api<{ targets: Target[] }>(`/api/v1/pages/${page.id}/publish`, { json: {} });
    expect(again.body.targets).toContainEqual(
      expect.objectContaining({ ...own, problem: expect.stringContaining('not mounted') }),
    );
    expect(readdirSync(mounted)).toEqual([]);
    rmdirSync(mounted);
    symlinkSync(folder, mounted);
    const list = await ana.api<{ items: Shown[] }>('/api/v1/pages');
    const places = [`s3 ${bucket.url} acme site`, `git ${git.repository} pages`, own.place];
    expect(list.body.items).toMatchObject([{ id: page.id, away: { asOf: expect.any(Number), places } }]);
    expect(JSON.stringify(list.body)).not.toContain('canary');

    await primary.restart();
    await expect
      .poll(async () => (await updatesOf(primary, page)).map(({ id }) => id), waiting)
      .toEqual([published.body.id, before.body.id]);
    expect((await updatesOf(primary, page))[0]).toMatchObject({
      by: (await meAt(ana)).id,
      body: 'One in four cards is refused.',
    });
    const byIn = (read: typeof git.read) => (JSON.parse(read('generation.json')) as { by: string }).by;
    const writers = () => [bucket.read, git.read, readShare].map(byIn);
    await expect.poll(writers, waiting).toEqual(['server', 'server', 'server']);
    expect(readShare('api/v2/summary.json')).toContain('Some payments fail');
    expect(sequenceIn(git.read('generation.json'))).toBeGreaterThan(sequence);
    for (const told of [await summaryAt(primary, page), summaryIn(bucket.read('api/v2/summary.json'))]) {
      expect(namesIn(told)).toEqual(['Logins are slow', 'Some payments fail']);
      expect(told.components[0]?.status).toBe('major_outage');
    }
    const letters = () => inbox.received.filter(({ body }) => body.includes('One in four cards')).length;
    await expect.poll(letters, waiting).toBe(1);
    await expect
      .poll(async () => (await updatesOf(ana, page)).some(({ isWaiting }) => isWaiting), waiting)
      .toBe(false);
    expect(await sentIn(primary, approved.incident)).toMatchObject([{ hash: approved.hash }]);
    expect(letters()).toBe(1);
  },
);

test(
  '[SP111] [SP113] a desktop is killed between writing and publishing, and the server waits for it',
  patience,
  async () => {
    await using place = await startPlace();
    const told = () => place.read('api/v2/summary.json');
    await using primary = await startServer();
    await using ana = await startReplicaOf(primary, 'Ana');
    const page = await openPage(primary, { targets: [{ kind: 'put', url: place.site }] });
    await untilKept(primary, ana, page);
    await expect.poll(place.sequence, waiting).toBeGreaterThan(0);
    await primary.kill9();
    const approved = await declareApproved(ana, 'Some payments fail');
    const { asked, release } = place.holdBack();
    const cut = publish(ana, page, approved).catch(() => null);
    await asked;
    expect(await updatesOf(ana, page)).toHaveLength(1);
    await ana.kill9();
    await cut;
    release();
    expect(told()).not.toContain('Some payments fail');
    await ana.restart();
    await expect.poll(() => place.read('generation.json'), waiting).toContain('"desktop"');
    expect(told()).toContain('Some payments fail');
    const sequence = place.sequence();
    expect((await sentIn(ana, approved.incident)).map(({ hash }) => hash)).toEqual([approved.hash]);
    await ana.stop();

    // The server is back and has not heard of it: what the desktop published stays.
    await primary.restart();
    const problem = async () => (await stateOf(primary, page)).targets[0]?.problem;
    const window = { kind: 'once', from: Date.now(), to: Date.now() + 3_600_000 };
    await primary.api('/api/v1/maintenance', { json: { name: 'Move', window, monitors: 'all' } });
    await expect
      .poll(problem, waiting)
      .toContain(`somebody else published there meanwhile, from ${sayMoment(sequence)}`);
    expect(place.sequence()).toBe(sequence);
    await ana.restart();
    await expect.poll(async () => (await updatesOf(primary, page)).length, waiting).toBe(1);
    await expect.poll(problem, waiting).toBeNull();
    expect(told()).toContain('Some payments fail');
    expect(place.sequence()).toBeGreaterThan(sequence);
  },
);

test(
  '[SP111] [SP112] two desktops that are parted both publish: no newer one is replaced, and both stay',
  patience,
  async () => {
    await using place = await startPlace();
    await using primary = await startServer();
    await using ana = await startReplicaOf(primary, 'Ana');
    await using bo = await startReplicaOf(primary, 'Bo');
    const target = { kind: 'put', url: place.site, token: 'canary-token' };
    const page = await openPage(primary, { targets: [target] });
    await untilKept(primary, ana, page);
    await untilKept(primary, bo, page);
    await primary.kill9();
    const published: (Update & Problem)[] = [];
    for (const [desktop, words] of [
      [ana, 'Payments fail'],
      [bo, 'Logins fail'],
    ] as const) {
      const { status, body } = await publish(desktop, page, await declareApproved(desktop, words));
      expect(status, JSON.stringify(body)).toBe(201);
      published.push(body);
    }
    expect(published[0]?.targets?.[0]?.problem).toBeNull();
    expect(published[1]?.targets?.[0]?.problem).toContain('somebody else published there meanwhile');
    expect(place.read('api/v2/summary.json')).toContain('Payments fail');
    // Somebody decides.
    const over = await bo.api<{ targets: Target[] }>(`/api/v1/pages/${page.id}/publish`, { method: 'POST' });
    expect(over.body.targets).toMatchObject([{ problem: null }]);
    expect(place.read('api/v2/summary.json')).toContain('Logins fail');

    await primary.restart();
    await expect
      .poll(async () => (await updatesOf(primary, page)).map(({ id }) => id).toReversed(), waiting)
      .toEqual(published.map(({ id }) => id));
    await expect.poll(() => place.read('generation.json'), waiting).toContain('"server"');
    await expect
      .poll(() => namesIn(summaryIn(place.read('api/v2/summary.json'))), waiting)
      .toEqual(['Logins fail', 'Payments fail']);
  },
);

const toldIn = (texts: readonly string[]) =>
  ['Payments fail', 'Logins fail'].filter((words) => texts.some((text) => text.includes(words)));

test(
  '[SP72] [SP73] [SP111] two parted desktops publish at the same moment: each place has one generation, whole',
  { timeout: 600_000 },
  async () => {
    await using place = await startPlace();
    await using bucket = await startPlace();
    const git = makeRepository('at-once.git');
    await using primary = await startServer();
    await using ana = await startReplicaOf(primary, 'Ana');
    await using bo = await startReplicaOf(primary, 'Bo');
    const keys = { accessKeyId: 'ONE', secretAccessKey: 'canary-key' };
    const page = await openPage(primary, {
      targets: [
        { kind: 'put', url: place.site },
        { kind: 's3', endpoint: bucket.url, bucket: 'acme', prefix: 'site', ...keys },
        git.target,
      ],
    });
    await untilKept(primary, ana, page);
    await untilKept(primary, bo, page);
    await primary.kill9();
    const drafts = [
      await declareApproved(ana, 'Payments fail'),
      await declareApproved(bo, 'Logins fail'),
    ] as const;
    const [fromAna, fromBo] = await Promise.all([
      publish(ana, page, drafts[0]),
      publish(bo, page, drafts[1]),
    ]);
    expect([fromAna.status, fromBo.status]).toEqual([201, 201]);
    const gitFiles = () => git.files().map(git.read);
    // One of the two stands there and nothing of the other; each desktop says where another one stays.
    const places = [place.all, bucket.all, gitFiles];
    // A file of the older that was on its way for long is written over by the next upload, after five minutes at most.
    const untilNext = { ...waiting, timeout: 330_000 };
    for (const all of places) await expect.poll(() => toldIn(all()), untilNext).toHaveLength(1);
    for (const [index, all] of places.entries()) {
      const [words = ''] = toldIn(all());
      const [winner, loser] = words === 'Payments fail' ? [fromAna, fromBo] : [fromBo, fromAna];
      expect(winner.body.targets?.[index]?.problem, words).toBeNull();
      expect(loser.body.targets?.[index]?.problem, words).toMatch(
        /published there meanwhile|a newer version is there|at the same time/u,
      );
    }
    await primary.restart();
    for (const all of places)
      await expect.poll(() => toldIn(all()), waiting).toEqual(['Payments fail', 'Logins fail']);
  },
);

test(
  '[SP110] only the desktops that an owner chose get the keys, and lose them with the right',
  patience,
  async () => {
    await using primary = await startServer();
    const start = (name: string, role: Role) => startReplicaOf(primary, name, primary.url, role);
    await using ana = await start('Ana', 'responder');
    await using olga = await start('Olga', 'owner');
    const target = { kind: 'put', url: 'http://127.0.0.1:9/site', token: 'canary-token' };
    const closed = await openPage(primary, { targets: [target], awayPublishing: undefined });
    const owners = await openPage(primary, { targets: [target], awayPublishing: 'owners' });
    const all = await openPage(primary, { targets: [target] });
    const keptBy = (desktop: RunningServer) =>
      [closed, owners, all].map((page) => readKept(desktop, page) !== null);
    await expect
      .poll(() => [keptBy(ana), keptBy(olga)], waiting)
      .toEqual([
        [false, false, true],
        [false, true, true],
      ]);
    expect(statSync(join(ana.dataFolder, 'muster.db')).mode & 0o077).toBe(0);
    // A token that no desktop has gets none, an owner's neither.
    expect((await primary.api('/api/v1/pages/away')).status).toBe(403);
    const json = { slug: 'wrong', name: 'x', visibility: 'public', components: [], awayPublishing: 'all' };
    expect(await primary.api('/api/v1/pages', { json })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'awayPublishing' }] },
    });
    const me = await meAt(ana);
    const lowered = { name: me.name, role: 'viewer' };
    expect((await primary.api(`/api/v1/people/${me.id}`, { method: 'PUT', json: lowered })).status).toBe(200);
    await expect.poll(() => keptBy(ana), waiting).toEqual([false, false, false]);
    const path = `/api/v1/pages/${all.id}`;
    const { awayPublishing, ...rest } = (await primary.api<Record<string, unknown>>(path)).body;
    expect(awayPublishing).toBe('responders');
    expect((await primary.api(path, { method: 'PUT', json: rest })).status).toBe(200);
    await expect.poll(() => keptBy(olga), waiting).toEqual([false, true, false]);
    const owner = await meAt(olga);
    expect((await primary.api(`/api/v1/people/${owner.id}`, { method: 'DELETE' })).status).toBe(204);
    await expect.poll(() => keptBy(olga), waiting).toEqual([false, false, false]);
    // Who keeps nothing says that nobody can do it now.
    await primary.kill9();
    expect((await ana.api('/api/v1/pages')).status).toBe(503);
    // What only a desktop could have published comes from nobody else.
    await primary.restart();
    const early = await publish(primary, owners, { title: 'x', body: 'x', at: 1 });
    expect(early).toMatchObject({ status: 400, body: { errors: [{ field: 'at' }] } });
  },
);
