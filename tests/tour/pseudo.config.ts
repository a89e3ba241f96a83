import path from 'node:path';
import { defineConfig } from '@playwright/test';

// The tour, the story of four people within it, and the main story in the pseudo-locale. Fails when a screen shows a
// word that is not in strings/.
export default defineConfig({
  testDir: '..',
  testMatch: ['e2e/story.spec.ts', 'tour/*.tour.ts'],
  // As in the other stories, a busy machine must not fail what only takes longer there.
  timeout: 1_800_000,
  expect: { timeout: 60_000 },
  workers: 1,
  reporter: [['list']],
  outputDir: '../../test-results/pseudo',
  globalSetup: path.join(import.meta.dirname, 'begin-pseudo.ts'),
  globalTeardown: path.join(import.meta.dirname, 'judge-pseudo.ts'),
});
