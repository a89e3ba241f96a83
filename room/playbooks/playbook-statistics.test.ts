import { expect, test } from 'vitest';
import { createRandom } from '../fixtures/random.ts';
import { tellStory } from '../fixtures/story.ts';
import { measurePlaybooks, runsOf, usuallyLeft, type Run } from './playbook-statistics.ts';
import { parsePlaybook } from './playbook.ts';

const steps = [...parsePlaybook('- [ ] Look\n- [ ] Repair (approval)\n- [ ] Verify').steps];
const [look, repair, verify] = steps.map(({ id }) => id) as [string, string, string];
const minute = 60_000;

test('[PB7] a step took from when it was started, approved, or the one before it was settled', () => {
  const { write, open, after } = tellStory();
  write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  const target = write('ana', { kind: 'checklist', title: 'T', playbook: 'disk', steps })[0]?.id ?? '';
  write('ana', { kind: 'checklist', title: 'By hand', steps });
  after(3);
  write(
    'ana',
    { kind: 'step', target, step: look, state: 'done' },
    { kind: 'step-started', target, step: repair },
  );
  after(10);
  write('bo', { kind: 'step-approved', target, step: repair });
  after(14);
  write('ana', { kind: 'step', target, step: repair, state: 'done' });
  after(20);
  write('ana', { kind: 'step', target, step: verify, state: 'skipped', why: 'no time' });
  const [run, ...others] = runsOf(open.room());
  expect(others).toEqual([]);
  expect(run).toMatchObject({ playbook: 'disk', isOver: false });
  expect(run?.steps.map(({ state, tookMs }) => [state, tookMs])).toEqual([
    ['done', 3 * minute - 1_000],
    ['done', 4 * minute],
    ['skipped', null],
  ]);
  write('ana', { kind: 'status', status: 'resolved' });
  expect(runsOf(open.room())[0]?.isOver).toBe(true);
});

const run = (at: number, isOver: boolean, ...took: (number | 'skipped' | 'open')[]): Run => ({
  playbook: 'disk',
  at,
  isOver,
  steps: took.map((each, i) => ({
    id: `s${i}`,
    text: `Step ${i}`,
    state: typeof each === 'number' ? 'done' : each,
    tookMs: typeof each === 'number' ? each : null,
  })),
});

test('[PB7] median time, skips and expected finish come from incidents that are over; use from all', () => {
  const runs = [
    run(1, true, 100, 'skipped', 10),
    run(2, true, 300, 'skipped', 'open'),
    run(3, true, 200, 40),
    run(9, false, 1, 'skipped'),
    { ...run(4, false), playbook: 'dns' },
  ];
  const expected = measurePlaybooks(runs);
  expect(expected).toMatchObject([
    {
      playbook: 'disk',
      timesUsed: 4,
      lastUsedAt: 9,
      runs: 3,
      // The newest version of it has two steps.
      expectedMs: 240,
      steps: [
        { id: 's0', runs: 3, done: 3, skipped: 0, medianMs: 200 },
        { id: 's1', runs: 3, done: 1, skipped: 2, medianMs: 40 },
        { id: 's2', runs: 2, done: 1, skipped: 0, medianMs: 10 },
      ],
    },
    { playbook: 'dns', timesUsed: 1, runs: 0, expectedMs: null, steps: [] },
  ]);
  expect(measurePlaybooks([])).toEqual([]);
  const random = createRandom(3);
  for (let i = 0; i < 20; i += 1) expect(measurePlaybooks(random.shuffle(runs))).toEqual(expected);
  expect(measurePlaybooks([run(1, true, 1), run(2, true, 4)])[0]?.steps[0]?.medianMs).toBe(2.5);
});

test('[PB7] a running checklist knows how long its open steps usually take, and nothing where none was ever done', () => {
  const [known] = measurePlaybooks([run(1, true, 300, 40, 'skipped'), run(2, true, 100, 60, 'open')]);
  const left = (...states: ('done' | 'skipped' | 'open')[]) =>
    usuallyLeft(
      states.map((state, i) => ({ id: `s${i}`, state })),
      known!,
    );
  expect(left('open', 'open', 'open', 'open')).toEqual({ ms: 250, timed: 2, open: 4 });
  expect(left('done', 'open', 'open')).toEqual({ ms: 50, timed: 1, open: 2 });
  expect(left('skipped', 'skipped', 'open')).toBeNull();
  expect(left()).toBeNull();
});
