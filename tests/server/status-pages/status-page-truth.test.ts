// What a page says of components that are measured, and where it is published besides the server's own door.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketKeys, isSignedBy } from '#sync-server/attachments/testing/bucket.ts';
import { makeMovableClock } from '../../helpers/clock.ts';
import { startDyingService } from '../../helpers/dying-service.ts';
import { startOwnServer, type OwnServer } from '../../helpers/own-server.ts';

type Made = { id: string };
type Page = Made & { slug: string; components: { id: string }[]; targets?: Record<string, unknown>[] };
type Target = { kind: string; sequence: number | null; at: number | null; problem: string | null };
type State = {
  sequence: number;
  components: { level: string; since: number | null; conflict: unknown }[];
  targets: Target[];
};
type Published = { sequence: number; targets: Target[] };
type Summary = { components: { status: string }[]; status: { indicator: string } };

const clock = makeMovableClock(() => Promise.resolve());
const minuteMs = 60_000;
let server: OwnServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-pages-'));
  server = await startOwnServer({ clock });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
async function open(more: Record<string, unknown>): Promise<Page> {
  count += 1;
  const json = { slug: `truth-${count}`, name: 'Acme', visibility: 'public', components: [], ...more };
  const { status, body } = await server.api<Page>('/api/v1/pages', json);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}
async function watchOver(url: string): Promise<string> {
  const json = {
    name: 'shop',
    kind: 'http',
    settings: { url },
    intervalSeconds: 1,
    confirmations: 3,
    recoveries: 1,
  };
  const { status, body } = await server.api<Made>('/api/v1/monitors', json);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}
const read = async (page: Page, file: string) =>
  (await fetch(`${server.url}/status/${page.slug}/${file}`)).text();
const summaryOf = async (page: Page) => JSON.parse(await read(page, 'api/v2/summary.json')) as Summary;
const stateOf = async (page: Page) => (await server.api<State>(`/api/v1/pages/${page.id}/state`)).body;
const publish = async (page: Page) =>
  (await server.api<Published>(`/api/v1/pages/${page.id}/publish`, {})).body;
const statusOf = async (page: Page) => (await summaryOf(page)).components[0]?.status;

test(
  '[SP66] a component follows its monitor down and up, and a silence is told as such',
  { timeout: 120_000 },
  async () => {
    await using service = await startDyingService();
    const monitor = await watchOver(service.url);
    const page = await open({ components: [{ name: 'Shop', monitor }] });
    await expect.poll(() => stateOf(page)).toMatchObject({ components: [{ level: 'operational' }] });
    await service.kill();
    await expect.poll(() => statusOf(page)).toBe('major_outage');
    const { body } = await server.api<{ items: { from: number; to: number | null }[] }>(
      `/api/v1/monitors/${monitor}/outages`,
    );
    const [outage] = body.items;
    // Since the first of the three failures, not since the confirming one.
    expect((await stateOf(page)).components[0]?.since).toBeLessThan(outage?.from ?? 0);
    await service.revive();
    await expect.poll(() => statusOf(page)).toBe('operational');
    const words = (await read(page, '')).replace(/<style>.*?<\/style>/s, '').replaceAll(/<[^>]*>/g, ' ');
    expect(words).not.toMatch(/\b100(?:\.00)? ?%/);

    const { body: settings } = await server.api<Record<string, unknown>>(`/api/v1/monitors/${monitor}`);
    await server.api(`/api/v1/monitors/${monitor}`, { ...settings, paused: true }, { method: 'PUT' });
    await clock.forward(10 * minuteMs);
    await expect.poll(() => stateOf(page)).toMatchObject({ components: [{ level: 'unknown' }] });
    await expect.poll(async () => (await summaryOf(page)).status.indicator).toBe('minor');
  },
);

test('[SP65] a page is rendered anew although nothing happens', async () => {
  const page = await open({});
  const sequence = async () =>
    (JSON.parse(await read(page, 'generation.json')) as { sequence: number }).sequence;
  const before = await sequence();
  await clock.forward(5 * minuteMs);
  await expect.poll(sequence).toBeGreaterThan(before);
});

const plan = (name: string, window: Record<string, unknown>, monitors: string[]) =>
  server.api('/api/v1/maintenance', { name, monitors, window });

test('[SP67] a maintenance window of a monitor is planned work of its component', async () => {
  const monitor = await watchOver('http://127.0.0.1:9/');
  const page = await open({ components: [{ name: 'Shop', monitor }] });
  const from = clock.now() + 60 * minuteMs;
  const weekly = { kind: 'weekly', days: [1, 2, 3, 4, 5, 6, 7], at: '03:00', minutes: 30, timeZone: 'UTC' };
  const cron = { kind: 'cron', cron: '30 4 * * *', minutes: 10, timeZone: 'UTC' };
  expect((await plan('Move', { kind: 'once', from, to: from + 30 * minuteMs }, [monitor])).status).toBe(201);
  expect((await plan('Nightly', weekly, [monitor])).status).toBe(201);
  expect((await plan('Backup', cron, [monitor])).status).toBe(201);
  const other = await watchOver('http://127.0.0.1:9/other');
  expect((await plan('Elsewhere', weekly, [other])).status).toBe(201);
  type Planned = { scheduled_maintenances: { name: string; scheduled_for: string }[] };
  const told = async () =>
    (JSON.parse(await read(page, 'api/v2/scheduled-maintenances.json')) as Planned).scheduled_maintenances;
  await expect
    .poll(async () => new Set((await told()).map(({ name }) => name)))
    .toEqual(new Set(['Move', 'Nightly', 'Backup']));
  const move = (await told()).find(({ name }) => name === 'Move');
  expect(Date.parse(move?.scheduled_for ?? '')).toBe(Math.floor(from));
});

const filesIn = (where: string) =>
  readdirSync(where, { recursive: true })
    .map(String)
    .toSorted((a, b) => (a < b ? -1 : 1));
const generationIn = (where: string) =>
  (JSON.parse(readFileSync(join(where, 'generation.json'), 'utf8')) as { sequence: number }).sequence;

test('[SP68] [SP71] a folder is switched to whole generations, and an older one never replaces a newer', async () => {
  const path = join(folder, 'site');
  // An operator made it.
  mkdirSync(path);
  const page = await open({ targets: [{ kind: 'folder', path }], components: [{ name: 'Shop' }] });
  const first = await publish(page);
  expect(first.targets).toMatchObject([{ kind: 'folder', sequence: first.sequence, problem: null }]);
  expect(generationIn(path)).toBe(first.sequence);
  expect(await stateOf(page)).toEqual({
    sequence: first.sequence,
    renderedAt: expect.any(Number),
    components: [
      {
        id: page.components[0]?.id,
        name: 'Shop',
        level: 'operational',
        since: null,
        silentSince: null,
        conflict: null,
      },
    ],
    targets: [
      {
        kind: 'folder',
        place: `folder ${path}`,
        sequence: first.sequence,
        at: expect.any(Number),
        problem: null,
      },
    ],
  });
  expect(readFileSync(join(path, 'history/index.html'), 'utf8')).toContain('Acme');
  const whole = realpathSync(path);
  const names = filesIn(whole);
  const second = await publish(page);
  expect([generationIn(path), generationIn(whole)]).toEqual([second.sequence, first.sequence]);
  expect(filesIn(path)).toEqual(names);
  for (let turn = 0; turn < 3; turn++) await publish(page);
  expect(readdirSync(join(folder, '.site.generations'))).toHaveLength(2);

  // A computer whose clock was years ahead has published: automatic renderings leave its generation, a person's goes above it.
  const sequence = (await stateOf(page)).sequence + 1_000_000_000_000;
  const newer = join(folder, '.site.generations', String(sequence));
  mkdirSync(newer);
  writeFileSync(join(newer, 'generation.json'), JSON.stringify({ sequence }));
  await server.api(`/api/v1/pages/${page.id}/updates`, { title: 'x', body: 'x', status: 'resolved' });
  await expect
    .poll(async () => (await stateOf(page)).targets[0])
    .toMatchObject({ sequence, problem: expect.stringContaining('“Publish now” replaces it') });
  const third = await publish(page);
  expect(third.targets).toMatchObject([{ sequence: sequence + 1, problem: null }]);
  expect(generationIn(path)).toBe(sequence + 1);
});

test('[SP71] a folder with other things in it is left alone', async () => {
  const path = join(folder, 'other');
  mkdirSync(path);
  writeFileSync(join(path, 'keep.txt'), 'mine');
  const page = await open({ targets: [{ kind: 'folder', path }] });
  expect((await publish(page)).targets).toMatchObject([
    { sequence: null, problem: expect.stringContaining('other files') },
  ]);
  expect(readdirSync(path)).toEqual(['keep.txt']);
});

/** A server that takes PUT, and answers what it was given. */
async function startStore(check: (request: IncomingMessage, body: Buffer) => number) {
  const files = new Map<string, Buffer>();
  const order: string[] = [];
  const store: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      response.statusCode = check(request, body);
      const where = request.url ?? '';
      if (response.statusCode !== 200) return response.end(`no ${String(request.headers.authorization)}`);
      if (request.method === 'GET') {
        const file = files.get(where);
        response.statusCode = file === undefined ? 404 : 200;
        return response.end(file);
      }
      files.set(where, body);
      order.push(where);
      return response.end();
    });
  });
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
  return { url, files, order, [Symbol.asyncDispose]: async () => void store.close() };
}

test('[SP70] [SP72] every file is put below an address, the generation last; the token is never told back', async () => {
  const token = 'canary-token-1';
  let isOpen = true;
  await using store = await startStore(({ headers }) =>
    isOpen && headers.authorization === `Bearer ${token}` ? 200 : 403,
  );
  const page = await open({ targets: [{ kind: 'put', url: `${store.url}/site`, token }] });
  const { sequence, targets } = await publish(page);
  expect(targets).toMatchObject([{ sequence, problem: null }]);
  expect(store.order.at(-1)).toBe('/site/generation.json');
  expect(store.files.get('/site/index.html')?.toString()).toBe(await read(page, ''));
  const shown = await server.api<Page>(`/api/v1/pages/${page.id}`);
  expect(JSON.stringify(shown.body)).not.toContain(token);
  // Sent back as it was read, it goes on.
  await server.api(`/api/v1/pages/${page.id}`, shown.body, { method: 'PUT' });
  expect((await publish(page)).targets[0]?.problem).toBeNull();
  isOpen = false;
  const problem = (await publish(page)).targets[0]?.problem ?? '';
  expect(problem).toContain('403');
  expect(problem).not.toContain(token);
});

test('[SP72] a bucket gets signed requests', async () => {
  const keys = bucketKeys;
  await using store = await startStore((request, body) => (isSignedBy(keys, request, body) ? 200 : 403));
  const bucket = {
    kind: 's3',
    endpoint: store.url,
    bucket: 'acme-status',
    prefix: 'a/b',
    region: 'eu-1',
    ...keys,
  };
  const page = await open({ targets: [bucket] });
  const { sequence, targets } = await publish(page);
  expect(targets).toMatchObject([{ sequence, problem: null }]);
  expect(store.order.at(-1)).toBe('/acme-status/a/b/generation.json');
  expect(store.files.get('/acme-status/a/b/index.html')?.toString()).toBe(await read(page, ''));
  expect(JSON.stringify((await server.api(`/api/v1/pages/${page.id}`)).body)).not.toContain('canary');
});

test('[SP73] a branch holds the newest generation in one commit, and what else is there is left alone', async () => {
  const repository = join(folder, 'site.git');
  const git = (...args: string[]) => execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8' });
  execFileSync('git', ['init', '--quiet', '--bare', repository]);
  const target = { kind: 'git', repository, branch: 'pages' };
  const page = await open({ targets: [target], components: [{ name: 'Shop' }] });
  const first = await publish(page);
  expect(first.targets).toMatchObject([{ kind: 'git', sequence: first.sequence, problem: null }]);
  const second = await publish(page);
  expect(git('show', 'pages:index.html')).toBe(await read(page, ''));
  expect(JSON.parse(git('show', 'pages:generation.json'))).toMatchObject({ sequence: second.sequence });
  expect(git('rev-list', '--count', 'pages').trim()).toBe('1');
  expect(git('ls-tree', '-r', '--name-only', 'pages')).toContain('history/index.html');

  const replace = (files: Record<string, string>) => {
    const lines = Object.entries(files).map(([name, text]) => {
      const blob = execFileSync('git', ['-C', repository, 'hash-object', '-w', '--stdin'], { input: text });
      return `100644 blob ${blob.toString().trim()}\t${name}\n`;
    });
    const tree = execFileSync('git', ['-C', repository, 'mktree'], { input: lines.join('') });
    const who = ['-c', 'user.name=x', '-c', 'user.email=x@x'];
    const commit = git(...who, 'commit-tree', '-m', 'x', tree.toString().trim()).trim();
    git('update-ref', 'refs/heads/pages', commit);
    return commit;
  };
  // A newer generation, as another server or a desktop left it, with what a host of pages added: the host's stays.
  const sequence = second.sequence + 1_000_000;
  replace({ 'generation.json': JSON.stringify({ sequence }), CNAME: 'status.acme.example', '.nojekyll': '' });
  expect((await publish(page)).targets).toMatchObject([{ sequence: sequence + 1, problem: null }]);
  expect(git('show', 'pages:CNAME')).toBe('status.acme.example');
  expect(git('ls-tree', '--name-only', 'pages').split('\n')).toEqual(
    expect.arrayContaining(['.nojekyll', 'history', 'index.html']),
  );
  replace({ CNAME: 'status.acme.example' });
  expect((await publish(page)).targets[0]?.problem).toBeNull();
  expect(git('show', 'pages:CNAME')).toBe('status.acme.example');
  // Somebody pushes between our reading of the branch and our push, once: it is read again.
  const before = git('rev-parse', 'pages').trim();
  const crossing = replace({ CNAME: 'crossed.acme.example' });
  git('update-ref', 'refs/heads/pages', before);
  const once = join(folder, 'crossed');
  const hook = join(repository, 'hooks/pre-receive');
  writeFileSync(
    hook,
    `#!/bin/sh
[ -e ${once} ] && exit 0
touch ${once}
env -u GIT_QUARANTINE_PATH git update-ref refs/heads/pages ${crossing}
`,
    { mode: 0o755 },
  );
  expect((await publish(page)).targets[0]?.problem).toBeNull();
  expect([existsSync(once), git('show', 'pages:CNAME')]).toEqual([true, 'crossed.acme.example']);
  rmSync(hook);
  const theirs = replace({ 'README.md': 'mine' });
  expect((await publish(page)).targets[0]?.problem).toContain('holds other files');
  expect(git('rev-parse', 'pages').trim()).toBe(theirs);
});

test('[SP73] a repository that is not there says so, and its token is in no answer', async () => {
  const nowhere = createServer((_request, response) => response.writeHead(403).end('no'));
  await new Promise<void>((resolve) => nowhere.listen(0, '127.0.0.1', () => resolve()));
  const { port } = nowhere.address() as AddressInfo;
  const token = 'canary-token-git';
  const repository = `http://127.0.0.1:${port}/acme/site.git`;
  const page = await open({ targets: [{ kind: 'git', repository, branch: 'pages', token }] });
  const problem = (await publish(page)).targets[0]?.problem ?? '';
  expect(problem).toContain('git ls-remote failed');
  const shown = JSON.stringify((await server.api(`/api/v1/pages/${page.id}`)).body);
  for (const text of [problem, shown, JSON.stringify(await stateOf(page))]) {
    expect(text).not.toContain(token);
    expect(text).not.toContain(Buffer.from(`x-access-token:${token}`).toString('base64'));
  }
  nowhere.close();
});
