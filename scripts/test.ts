// `npm test`: runs and times all steps in order and stops at the first failing one. The checks run in two lanes beside
// each other; what each of them writes is shown when it ends. The last line is always `N passed, N failed`: tests of
// vitest and Playwright, plus the failed step if it was no test. A failing test is retried once; both runners list the
// retried ones.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, run, runAside, say } from './command.ts';
import { startTestDisplays } from './display.ts';
import { electronEnvironment, findElectron } from './electron-runtime.ts';
import { ensureSystemLibraries } from './system-libraries.ts';

type Step = { name: string; work(): Promise<boolean> };
type Count = { passed: number; failed: number };

const results = path.join(root, 'test-results');
const unitReport = path.join(results, 'unit.json');
const e2eReport = path.join(results, 'e2e.json');
let env: NodeJS.ProcessEnv = process.env;
let stopScreens = () => {};

const programs = path.join(root, 'node_modules/.bin');
const tool = (name: string, ...args: string[]) => ({
  name: [name, ...args].join(' '),
  work: async () => (await run(path.join(programs, name), args, env)) === 0,
});
const aside = (name: string, ...args: string[]) => ({
  name: [name, ...args].join(' '),
  work: async () => {
    const { code, said } = await runAside(path.join(programs, name), args);
    if (said !== '') say(`\n${[name, ...args].join(' ')} wrote:\n${said}`.trimEnd());
    return code === 0;
  },
});

/** Each lane has about half of the work. */
const lanes: readonly (readonly Step[])[] = [
  [aside('oxlint'), aside('knip'), aside('oxfmt', '--check')],
  [aside('tsc', '-b'), aside('node', 'scripts/build.ts')],
];

const steps: readonly Step[] = [
  { name: 'system libraries', work: () => ensureSystemLibraries('test') },
  { name: 'electron', work: prepareElectron },
  { name: 'checks and build', work: runLanes },
  {
    ...tool('vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`),
    name: 'vitest',
  },
  { name: 'screens', work: openScreens },
  tool('playwright', 'test'),
];

async function prepareElectron(): Promise<boolean> {
  const runtime = await findElectron({ registryAllowed: true });
  if (runtime === null) return false;
  if (runtime.source !== 'official')
    say(`The tests run on the Electron in ${runtime.dist} (${runtime.source}).`);
  env = electronEnvironment(runtime);
  return true;
}

async function openScreens(): Promise<boolean> {
  const displays = await startTestDisplays();
  stopScreens = displays.stop;
  env = { ...env, ...displays.env };
  delete env.WAYLAND_DISPLAY;
  return true;
}

async function runLanes(): Promise<boolean> {
  const failed = await Promise.all(lanes.map((lane) => runSteps(lane)));
  return failed.every((name) => name === null);
}

/** Returns the name of the step that failed, or null. */
async function runSteps(all: readonly Step[]): Promise<string | null> {
  for (const step of all) {
    const begun = performance.now();
    say(`\n── ${step.name}`);
    const ok = await step.work().catch((error: unknown) => {
      say(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return false;
    });
    say(`── ${step.name}: ${ok ? 'ok' : 'FAILED'} in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    if (!ok) return step.name;
  }
  return null;
}

function readReport(file: string, count: (report: never) => Count): Count {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')) as never);
  } catch {
    return { passed: 0, failed: 0 }; // the step did not run
  }
}

function countTests(): Count {
  const unit = readReport(unitReport, (report: { numPassedTests: number; numFailedTests: number }) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
  }));
  const e2e = readReport(
    e2eReport,
    ({ stats }: { stats: { expected: number; unexpected: number; flaky: number } }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
    }),
  );
  return { passed: unit.passed + e2e.passed, failed: unit.failed + e2e.failed };
}

for (const report of [unitReport, e2eReport]) rmSync(report, { force: true });
const failedStep = await runSteps(steps);
stopScreens();
const count = countTests();
if (failedStep !== null) {
  say(`\nStopped at: ${failedStep}`);
  count.failed = Math.max(count.failed, 1);
}
process.exitCode = failedStep === null && count.failed === 0 ? 0 : 1;
say(`\n${count.passed} passed, ${count.failed} failed`);
