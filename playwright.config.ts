import { defineConfig } from '@playwright/test';
import { browserOptions } from './tests/helpers/browser.ts';

// One worker: a story runs two desktops, a team server and a dying service on two cores.
export default defineConfig({
  testDir: 'tests/e2e',
  timeout: 180_000,
  expect: { timeout: 15_000 },
  workers: 1,
  fullyParallel: false,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  use: { trace: 'retain-on-failure', launchOptions: browserOptions() },
});
