import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{room,wire,status-page,main,renderer,sync-server,tests,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**', 'node_modules/**', 'out/**'],
    // Stylesheets are emptied in tests; this one is what a test reads.
    css: { include: [/theme\/tokens\.css/] },
    // Two at a time on two cores: most of them wait for a server, a socket or a clock.
    maxWorkers: 2,
    // Said beside its name: to be mended, but no reason to stop everybody else.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A machine under load must not fail what only takes longer.
    expect: { poll: { timeout: 30_000 } },
  },
});
