import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { buildMain, isMainStale } from './build.ts';
import { keepCompiled } from '../tests/helpers/keep-compiled.ts';
import { builtServer, nodeFlags } from '../tests/helpers/server.ts';

/** Vitest calls it once before the tests, and while it watches it prepares again before each run. */
export async function setup(project: TestProject): Promise<void> {
  keepCompiled();
  await prepare();
  project.onTestsRerun(prepare);
}

/**
 * Node writes its cache only when a process ends by itself, and tests kill most servers, so one runs here. The cache
 * is for these flags alone.
 */
async function prepare(): Promise<void> {
  if (isMainStale()) await buildMain();
  execFileSync(process.execPath, [...nodeFlags, builtServer, '--help']);
}
