import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{room,main,renderer,sync-server,tests,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**', 'node_modules/**', 'out/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
