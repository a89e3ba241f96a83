import { keepCompiled } from './tests/helpers/keep-compiled.ts';
import { defineConfig } from 'vitest/config';

keepCompiled();

const isPure = '{room,wire,status-page,renderer}/**/*.test.{ts,tsx}';

export default defineConfig({
  test: {
    projects: [
      // Without processes, files or clocks of their own.
      { extends: true, test: { name: 'pure', include: [isPure] } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['{main,sync-server,tests,scripts}/**/*.test.ts'],
          exclude: ['tests/e2e/**'],
          globalSetup: './scripts/prepare-server.ts',
        },
      },
    ],
    // Stylesheets are emptied in tests; this one is what a test reads.
    css: { include: [/theme\/tokens\.css/] },
    // One worker runs many files: to start it and to load the server for each took a sixth of the time.
    isolate: false,
    // Four at a time on two cores: half of their time they wait for a server, a socket or a clock.
    maxWorkers: 4,
    // Said beside its name: to be mended, but no reason to stop everybody else.
    retry: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A machine under load must not fail what only takes longer.
    expect: { poll: { timeout: 60_000 } },
  },
});
