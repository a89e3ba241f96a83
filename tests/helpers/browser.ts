// The browser for browser tests: the system's Chromium, without access to other machines.
import { spawnSync } from 'node:child_process';
import type { LaunchOptions } from '@playwright/test';
import { withoutFeatures } from '#sync-server/checks/browser-run/browser-launch.ts';

export function browserOptions(): LaunchOptions {
  const found = spawnSync('sh', ['-c', 'command -v chromium || command -v chromium-browser'], {
    encoding: 'utf8',
  });
  const executablePath = found.stdout.trim();
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [
      withoutFeatures,
      // Debian's Chromium draws with the GPU by itself; without one that is emulated, at twice the price.
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  };
}
