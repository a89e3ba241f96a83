// What ships for operators fits the program: files exist, settings are known, limits are large enough.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { attachmentLimits } from '#room/view/attachments.ts';
import { readConfig, usage } from '#sync-server/config.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (name: string) => readFileSync(path.join(root, 'assets/deploy', name), 'utf8');
const hasProgram = (name: string) => spawnSync(name, ['--version']).error === undefined;
/** What keeps the server's memory small. */
const serverFlags = (
  JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  }
).scripts['server']
  ?.replace(/^.*exec node /u, '')
  .replace(' sync-server/index.ts', '');

test('[OP25] every variable of the shipped files is one that the server knows', () => {
  for (const name of ['muster.service', 'Containerfile', 'compose.yaml'])
    for (const [variable] of read(name).matchAll(/\bMUSTER_[A-Z_]+/gu))
      expect(usage, name).toContain(variable);
  const unit = Object.fromEntries(
    [...read('muster.service').matchAll(/(MUSTER_[A-Z_]+)=(\S+)/gu)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  expect(readConfig([], unit)).toMatchObject({ host: '127.0.0.1', trustedProxies: ['127.0.0.1', '::1'] });
});

test('[OP25] the unit is one of systemd’s, and starts the server as npm does', () => {
  const unit = read('muster.service');
  const command = '/opt/muster/runtime/node';
  expect(unit).toContain(`ExecStart=${command} ${serverFlags} server.js`);
  // Where there is no systemd the sections are all that can be looked at.
  expect([...unit.matchAll(/^\[(\w+)\]$/gmu)].map(([, name]) => name)).toEqual([
    'Unit',
    'Service',
    'Install',
  ]);
  if (!hasProgram('systemd-analyze')) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-unit-'));
  const file = path.join(folder, 'muster.service');
  // Its user and folder are made by who installs it.
  writeFileSync(
    file,
    unit.replace(/^(?:User|Group|WorkingDirectory)=.*$/gmu, '').replace(command, process.execPath),
  );
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  expect(stderr.split('\n').filter((line) => line.includes('muster.service:'))).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('[OP25] the container is made of files that exist, and ends on the server’s signal', () => {
  const text = read('Containerfile');
  expect(text).toContain('RUN npm run package -- --server /server.tar');
  expect(text).toContain('COPY --from=build /server ./');
  expect(text).toContain(
    `ENTRYPOINT ${JSON.stringify(['node', ...(serverFlags ?? '').split(' '), 'server.js']).replaceAll(',', ', ')}`,
  );
  const compose = parse(read('compose.yaml')) as { services: { muster: { build: { dockerfile: string } } } };
  expect(existsSync(path.join(root, compose.services.muster.build.dockerfile))).toBe(true);
});

test('[OP25] the proxies pass WebSockets and files of the largest size', () => {
  const nginx = read('nginx.conf').replaceAll(/#.*$/gmu, '');
  expect(nginx.split('{').length).toBe(nginx.split('}').length);
  for (const line of nginx
    .split('\n')
    .map((each) => each.trim())
    .filter(Boolean))
    expect(line).toMatch(/[;{}]$/u);
  const megabytes = Number(/client_max_body_size (\d+)m;/u.exec(nginx)?.[1]);
  expect(megabytes * 1024 * 1024).toBeGreaterThan(attachmentLimits.bytes);
  expect(nginx).toContain('proxy_set_header Upgrade $http_upgrade;');
  expect(nginx).toContain('proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;');
  const caddy = Number(/max_size (\d+)MB/u.exec(read('Caddyfile'))?.[1]);
  expect(caddy * 1_000_000).toBeGreaterThan(attachmentLimits.bytes);
});

/** A Node that somebody installed, not the one of node_modules: as old as the machine has it. */
function findPlainNode(): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const plain = folders
    .filter((folder) => folder !== '' && !folder.includes('node_modules'))
    .map((folder) => path.join(folder, 'node'))
    .find((file) => existsSync(file));
  return plain ?? process.execPath;
}

// It builds and packs everything: on a busy machine that takes minutes.
test('[OP27] the built server runs from its archive alone, on the Node that is there, and ends with 0', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-built-'));
  const archive = path.join(folder, 'server.tar');
  const packaged = spawnSync(
    path.join(root, 'node_modules/.bin/node'),
    [path.join(root, 'scripts/package.ts'), '--server', archive],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(packaged.stderr).toBe('');
  expect(packaged.status).toBe(0);
  expect(spawnSync('tar', ['-xf', archive, '-C', folder]).status).toBe(0);
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const home = path.join(folder, `muster-server-${version}`);
  const modules = readdirSync(path.join(home, 'node_modules'));
  expect(modules).toContain('fastify');
  for (const name of ['vitest', 'typescript', 'react', 'electron', '.bin'])
    expect(modules).not.toContain(name);

  const node = findPlainNode();
  // Nothing of this checkout is in reach: neither its packages by the folder, nor its programs by the PATH.
  const surroundings = { cwd: folder, env: { PATH: path.dirname(node) } };
  const said = (...flags: string[]) =>
    spawnSync(node, [path.join(home, 'server.js'), ...flags], { ...surroundings, encoding: 'utf8' });
  expect(said('--version')).toMatchObject({ status: 0, stdout: `muster-server ${version}\n` });
  expect(said('--help').stdout).toBe(usage);
  expect(said('--log-level', 'loud')).toMatchObject({ status: 2 });

  const data = path.join(folder, 'data');
  const server = spawn(
    node,
    [path.join(home, 'server.js'), '--port', '0', '--data', data, '--log-level', 'warn'],
    surroundings,
  );
  let log = '';
  server.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const [line] = (await Promise.race([once(server.stdout, 'data'), once(server, 'exit')])) as [unknown];
  const url = /^muster-server ready (\S+)/u.exec(String(line))?.[1];
  expect(url, log).toBeDefined();
  const token = readFileSync(path.join(data, 'owner-token'), 'utf8').trim();
  const ask = (at: string, init: RequestInit = {}) =>
    fetch(`${url}${at}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
  const declared = await ask('/api/v1/incidents', { method: 'POST', body: '{"title":"Built"}' });
  expect(declared.status).toBe(201);
  const { id } = (await declared.json()) as { id: string };
  expect(await (await ask(`/api/v1/incidents/${id}`)).json()).toMatchObject({ title: 'Built' });
  expect(await (await ask('/')).text()).toContain('<div id="root"');
  // A kind whose program is a process of its own.
  const check = {
    kind: 'json',
    settings: { url: `${url}/healthz`, query: 'status', expected: 'ok' },
  };
  const tried = await ask('/api/v1/monitors/try', { method: 'POST', body: JSON.stringify(check) });
  expect(await tried.json()).toMatchObject({ status: 'up' });
  const exited = once(server, 'exit');
  server.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(log).toBe('');
  rmSync(folder, { recursive: true });
}, 600_000);
