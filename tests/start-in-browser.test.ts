// The way in without Electron, as `npm start` takes it where there is no screen: a real server as a plain process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
let userData = '';
let browser = '';
beforeAll(() => {
  userData = mkdtempSync(join(tmpdir(), 'muster-browser-'));
  browser = join(userData, 'browser');
  // What a browser is started with, written down and moved into place whole.
  writeFileSync(browser, `#!/bin/sh\nprintf '%s ' "$@" > "$0.tmp" && mv "$0.tmp" "$0.arguments"\n`);
  chmodSync(browser, 0o700);
});
afterAll(() => rmSync(userData, { recursive: true, force: true }));

async function start() {
  const script = `import('./scripts/start-in-browser.ts').then(async ({ startInBrowser }) => {
    process.exitCode = await startInBrowser(['--user-data-dir=${userData}']);
  })`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    env: { ...process.env, BROWSER: browser },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const over = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await expect.poll(() => said, { timeout: 60_000 }).toContain('The link works once');
  return {
    said: () => said,
    port: Number(/http:\/\/[^:]+:(\d+)\/join#/.exec(said)?.[1]),
    link: /http:\S+\/join#\S+/.exec(said)?.[0] ?? '',
    end: async () => {
      child.kill('SIGTERM');
      await over;
    },
  };
}

test('[DE21] [DE19] without Electron the address stays the same, and no program is started with the sign-in link', async () => {
  const first = await start();
  await expect.poll(() => existsSync(`${browser}.arguments`)).toBe(true);
  const page = join(userData, 'sign-in.html');
  expect(readFileSync(`${browser}.arguments`, 'utf8')).toBe(`file://${page} `);
  expect(readFileSync(page, 'utf8')).toContain(first.link);
  expect(statSync(page).mode & 0o777).toBe(0o600);
  await first.end();
  expect(existsSync(page)).toBe(false);

  const second = await start();
  expect(second.port).toBe(first.port);
  await second.end();

  const other = createServer();
  other.listen(first.port, '127.0.0.1');
  await once(other, 'listening');
  const third = await start();
  expect(third.port).not.toBe(first.port);
  expect(third.said()).toContain(`Port ${first.port} is taken by another program.`);
  await third.end();
  other.close();
});
