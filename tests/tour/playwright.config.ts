import { defineConfig } from '@playwright/test';

// The tour that `npm run shots` takes: pictures to look at, not assertions.
export default defineConfig({
  testDir: '.',
  testMatch: '*.tour.ts',
  timeout: 300_000,
  // The machine may do other things, and a picture that comes late is as good.
  expect: { timeout: 60_000 },
  workers: 1,
  reporter: [['list']],
  outputDir: '../../test-results/tour',
});
