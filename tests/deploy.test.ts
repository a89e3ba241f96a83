// What ships for operators fits the program: files exist, settings are known, limits are large enough.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { attachmentLimits } from '#room/attachments.ts';
import { readConfig, usage } from '#sync-server/config.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (name: string) => readFileSync(path.join(root, 'assets/deploy', name), 'utf8');
const hasProgram = (name: string) => spawnSync(name, ['--version']).error === undefined;
const serverFlags = (
  JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  }
).scripts['server']?.replace('exec node ', '');

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
  expect(unit).toContain(`ExecStart=/usr/bin/env node ${serverFlags}`);
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
  writeFileSync(file, unit.replace(/^(?:User|Group|WorkingDirectory)=.*$/gmu, ''));
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  expect(stderr.split('\n').filter((line) => line.includes('muster.service:'))).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('[OP25] the container is made of files that exist, and ends on the server’s signal', () => {
  const text = read('Containerfile');
  const copied = [...text.matchAll(/^COPY --from=build \/muster\/(\S+)/gmu)].map(([, name = '']) => name);
  const made = new Set(['node_modules', 'out/renderer']);
  for (const name of copied.filter((each) => !made.has(each)))
    expect(existsSync(path.join(root, name)), name).toBe(true);
  expect(text).toContain(
    `ENTRYPOINT ${JSON.stringify(['node', ...(serverFlags ?? '').split(' ')]).replaceAll(',', ', ')}`,
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
