import { defineConfig } from '@playwright/test';
import { testWorkers } from './scripts/display.ts';
import { browserOptions } from './tests/helpers/browser.ts';
import { keepCompiled } from './tests/helpers/keep-compiled.ts';

keepCompiled();

export default defineConfig({
  testDir: 'tests/e2e',
  // A busy machine must not fail what only takes longer there; what never comes fails at its own expectation.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  workers: testWorkers,
  // Named as flaky in the report: to be mended, but no reason to stop everybody else.
  retries: 1,
  fullyParallel: false,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  use: {
    trace: 'on-first-retry',
    launchOptions: browserOptions(),
    // It asks the server for every file of the screens, as much work as the screens themselves. The stories about it
    // allow it.
    serviceWorkers: 'block',
  },
});
