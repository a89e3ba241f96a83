import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasSshServer, type SshServer, startSshServer } from '../testing/ssh-server.ts';
import { makeEgress } from '../../outgoing/egress.ts';
import { type Generation, makeServedFile } from '../page/generation.ts';
import { publishBySsh } from './ssh.ts';

let server: SshServer;
beforeAll(async () => {
  if (hasSshServer) server = await startSshServer();
});
afterAll(() => (hasSshServer ? server[Symbol.asyncDispose]() : undefined));

const generation = (sequence: number): Generation => ({
  sequence,
  renderedAt: 0,
  files: new Map(
    ['index.html', 'de/incidents/a/index.html', 'api/v2/summary.json', 'generation.json'].map((path) => [
      path,
      makeServedFile(JSON.stringify({ sequence, path }), 'text/plain'),
    ]),
  ),
});
const targetAt = (name: string, more: Partial<SshServer> = {}) => {
  const { port, user, key, hostKey, folder } = { ...server, ...more };
  return { kind: 'ssh' as const, host: '127.0.0.1', port, user, key, hostKey, path: join(folder, name) };
};
const publish = (target: ReturnType<typeof targetAt>, sequence: number, over = sequence) =>
  publishBySsh(target, generation(sequence), {
    egress: makeEgress({ allowsLinkLocal: false }),
    signal: AbortSignal.timeout(30_000),
    over,
  });
const sequenceAt = ({ path }: { path: string }) => {
  const whole = realpathSync(path);
  const files = readdirSync(whole, { recursive: true })
    .map(String)
    .filter((name) => /\.\w+$/u.test(name));
  expect(files).toHaveLength(4);
  return new Set(
    files.map(
      (name) => (JSON.parse(readFileSync(join(whole, name), 'utf8')) as { sequence: number }).sequence,
    ),
  );
};

test.skipIf(!hasSshServer)(
  '[SP74] a generation lies there whole, the newer one remains, and old ones go',
  async () => {
    const target = targetAt('site');
    for (const sequence of [1, 2, 3, 4]) expect(await publish(target, sequence)).toBe('published');
    expect(sequenceAt(target)).toEqual(new Set([4]));
    expect(await publish(target, 3)).toEqual({ newer: 4 });
    expect(await publish(target, 9, 3)).toEqual({ newer: 4 });
    await Promise.all([5, 8, 6, 7].map((sequence) => publish(target, sequence)));
    expect(sequenceAt(target)).toEqual(new Set([8]));
    const kept = readdirSync(join(server.folder, '.site.generations'));
    expect(kept.filter((name) => /^\d+$/u.test(name)).length).toBeLessThanOrEqual(4);
  },
);

test.skipIf(!hasSshServer)(
  '[SP74] an empty folder is taken, one with other things and a file are left alone',
  async () => {
    mkdirSync(join(server.folder, 'empty'));
    expect(await publish(targetAt('empty'), 1)).toBe('published');
    mkdirSync(join(server.folder, 'full'));
    writeFileSync(join(server.folder, 'full', 'mine'), 'mine');
    await expect(publish(targetAt('full'), 1)).rejects.toThrow(
      'the folder holds other files. Name an empty or new folder',
    );
    await expect(publish(targetAt('full/mine'), 1)).rejects.toThrow('there is a file at this path');
    expect(readFileSync(join(server.folder, 'full', 'mine'), 'utf8')).toBe('mine');
  },
);

test.skipIf(!hasSshServer)(
  '[SP74] a server with another key than the pinned one gets nothing, and a stranger’s key is refused',
  async () => {
    await using other = await startSshServer();
    await expect(publish(targetAt('site-2', { hostKey: other.hostKey }), 1)).rejects.toThrow(
      /the host’s key is not the pinned one: SHA256:[\w+/]{43}/u,
    );
    await expect(publish(targetAt('site-2', { key: other.key }), 1)).rejects.toThrow(/authentication/iu);
    expect(readdirSync(server.folder)).not.toContain('site-2');
  },
);
