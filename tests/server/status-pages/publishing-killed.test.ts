// kill -9 while a page is published to each kind of place: readers see one generation, and after the restart the newest.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { bucketKeys, startBucket } from '#sync-server/attachments/testing/bucket.ts';
import { hasSshServer, startSshServer } from '#sync-server/status-pages/testing/ssh-server.ts';
import { sequenceIn, startPlace } from '../../helpers/away-pages.ts';
import { startServer } from '../../helpers/server.ts';

type Files = Record<string, string>;
type Place = {
  target: Record<string, unknown>;
  read: () => Files;
  /** Resolves in the middle of a publishing. */
  midway: () => Promise<void>;
  /** Lets go what waits there. */
  release?: () => void;
  [Symbol.asyncDispose](): Promise<void>;
};

const filesIn = (folder: string): Files => {
  const whole = realpathSync(folder);
  const files = readdirSync(whole, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(whole.length + 1), readFileSync(path, 'utf8')];
    }),
  );
};
const until = async (isSo: () => boolean) => {
  while (!isSo()) await otherWork();
};
const isWriting = (store: string) => readdirSync(store).some((name) => name.endsWith('.draft'));

async function startFolder(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-killed-'));
  const path = join(folder, 'site');
  return {
    target: { kind: 'folder', path },
    read: () => filesIn(path),
    midway: () => until(() => isWriting(join(folder, '.site.generations'))),
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function startSsh(): Promise<Place> {
  const server = await startSshServer();
  const { port, user, key, hostKey, folder } = server;
  const path = join(folder, 'site');
  return {
    target: { kind: 'ssh', host: '127.0.0.1', port, user, key, hostKey, path },
    read: () => filesIn(path),
    midway: () => until(() => isWriting(join(folder, '.site.generations'))),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Each push waits in a hook while `hold` is there. It goes on by itself when its server is dead. */
async function startRepository(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-killed-'));
  const repository = join(folder, 'site.git');
  const [hold, asked] = [join(folder, 'hold'), join(folder, 'asked')];
  const git = (...args: string[]) => execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8' });
  execFileSync('git', ['init', '--quiet', '--bare', repository]);
  const hook = join(repository, 'hooks/pre-receive');
  writeFileSync(hook, `#!/bin/sh\n: > '${asked}'\nwhile [ -e '${hold}' ]; do sleep 0.05; done\n`);
  chmodSync(hook, 0o755);
  return {
    target: { kind: 'git', repository, branch: 'pages' },
    read: () =>
      Object.fromEntries(
        git('ls-tree', '-r', '--name-only', 'pages')
          .trim()
          .split('\n')
          .map((path) => [path, git('show', `pages:${path}`)]),
      ),
    midway: () => {
      writeFileSync(hold, '');
      rmSync(asked, { force: true });
      return until(() => existsSync(asked));
    },
    release: () => rmSync(hold),
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** `files`: by address, below `/acme/site/`. */
const startStore = (
  { files, [Symbol.asyncDispose]: end }: { files: ReadonlyMap<string, Buffer | string> } & AsyncDisposable,
  target: Place['target'],
): Place => ({
  target,
  read: () =>
    Object.fromEntries(
      [...files]
        .map(([path, bytes]) => [path.replace('/acme/site/', ''), bytes.toString()] as const)
        .filter(([path]) => path !== 'upload.json'),
    ),
  midway: () => {
    const before = new Map(files);
    const written = () => [...files].filter(([path, bytes]) => before.get(path) !== bytes).length;
    return until(() => written() >= 12);
  },
  [Symbol.asyncDispose]: async () => end(),
});

async function startUpload(): Promise<Place> {
  const place = await startPlace();
  return startStore(place, { kind: 'put', url: place.site });
}

async function startS3(): Promise<Place> {
  const { url: endpoint, objects, [Symbol.asyncDispose]: end } = await startBucket();
  return startStore(
    { files: objects, [Symbol.asyncDispose]: end },
    { kind: 's3', endpoint, bucket: 'acme', prefix: 'site', region: 'eu-1', ...bucketKeys },
  );
}

const sequenceOf = (files: Files) => sequenceIn(files['generation.json'] ?? '');
/** The pages of incidents that some file names and that are not there. */
const missingIn = (files: Files) =>
  Object.values(files)
    .flatMap((text) =>
      [...text.matchAll(/href="(?:\.\.?\/)*(incidents\/[^"/]+)\//gu)].map(([, path]) => `${path}/index.html`),
    )
    .filter((path) => !(path in files));

const places: [string, boolean, () => Promise<Place>][] = [
  ['a folder', true, startFolder],
  ['an HTTP PUT place', true, startUpload],
  ['a bucket', true, startS3],
  ['a git branch', true, startRepository],
  ['a folder by SSH', hasSshServer, startSsh],
];
describe.each(places)('%s', (_name, isHere, start) => {
  test.skipIf(!isHere)(
    '[SP71] [SP72] [SP73] [SP74] killed in the middle of publishing, nobody reads a mixture, and the newest page comes whole',
    { timeout: 180_000 },
    async () => {
      await using place = await start();
      await using server = await startServer();
      const json = { slug: 'acme', name: 'Acme', visibility: 'public', components: [{ name: 'Website' }] };
      const { id } = (await server.api<{ id: string }>('/api/v1/pages', { json })).body;
      const tell = (title: string) =>
        server.api(`/api/v1/pages/${id}/updates`, { json: { title, body: 'x', status: 'investigating' } });
      for (let count = 1; count <= 12; count += 1) await tell(`Earlier ${count}`);
      const page = (await server.api<object>(`/api/v1/pages/${id}`)).body;
      const changed = { method: 'PUT', json: { ...page, targets: [place.target] } };
      expect((await server.api(`/api/v1/pages/${id}`, changed)).status).toBe(200);
      const published = await server.api<{ targets: object[] }>(`/api/v1/pages/${id}/publish`, { json: {} });
      expect(published.body.targets).toMatchObject([{ problem: null }]);
      const before = place.read();
      expect([Object.keys(before).length > 30, missingIn(before)]).toEqual([true, []]);

      const midway = place.midway();
      const unanswered = tell('The newest').catch(() => null);
      await midway;
      await server.kill9();
      await unanswered;
      const between = place.read();
      expect(sequenceOf(between)).toBe(sequenceOf(before));
      expect(missingIn(between)).toEqual([]);
      // HTTP cannot switch many files in one step.
      if (!/put|s3/u.test(String(place.target['kind']))) expect(between).toEqual(before);

      await server.restart();
      place.release?.();
      const told = async (path: string) => (await fetch(`${server.url}/status/acme/${path}`)).text();
      await expect
        .poll(
          async () => {
            const files = place.read();
            const differs: string[] = [];
            for (const [path, text] of Object.entries(files))
              if ((await told(path)) !== text) differs.push(path);
            return { differs, isNewer: sequenceOf(files) > sequenceOf(before) };
          },
          { timeout: 120_000 },
        )
        .toEqual({ differs: [], isNewer: true });
      const files = place.read();
      expect(missingIn(files)).toEqual([]);
      expect(files['index.html']).toContain('The newest');
      for (const path of Object.keys(before)) expect(Object.keys(files)).toContain(path);
    },
  );
});
