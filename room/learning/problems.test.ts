import { expect, test } from 'vitest';
import type { IncidentSummary } from '../feed/feed.ts';
import { fold } from '../fold/fold.ts';
import { tellStory } from '../fixtures/story.ts';
import { createRandom } from '../fixtures/random.ts';
import { findRepeats, incidentsOf, repeatRule, tellRecurrence, type ProblemRecord } from './problems.ts';
import { summarize } from '../feed/summary.ts';

const day = 86_400_000;
const now = 1_000 * day;
const { write, open } = tellStory();
write('ana', { kind: 'declared', title: 'Shop down', severity: 'P1', source: { type: 'person' } });
const base = summarize('x', open.room())!;
const incident = (id: string, daysAgo: number, rest: Partial<IncidentSummary> = {}): IncidentSummary => ({
  ...base,
  id,
  declaredAt: now - daysAgo * day,
  ...rest,
});
const disk = { causes: ['Disk full'] };
const check = { failed: [{ id: 'm1', name: 'orders-db' }] };
const problem = (rest: Partial<ProblemRecord>): ProblemRecord => ({
  id: 'p',
  name: 'Disks fill up',
  state: 'open',
  owner: null,
  workaround: null,
  notes: null,
  cause: null,
  check: null,
  incidents: [],
  solvedAt: null,
  ...rest,
});

test('[PM2] the same cause or check in three incidents within 90 days is offered, by name, until it is a problem', () => {
  const all = [
    incident('a', 1, { causes: ['disk  full'.replace('  ', ' ')] }),
    incident('b', 10, { causes: [' DISK FULL '], ...check }),
    incident('c', 89, { causes: ['Disk full'], ...check }),
    incident('old', 91, { ...disk, ...check }),
    incident('drill', 2, { ...check, drill: true }),
    incident('no', 2, { ...check, withdrawn: { as: 'mistake', duplicateOf: null, number: null, why: null } }),
  ];
  const found = findRepeats(all, [], now);
  expect(found.map(({ sign, incidents }) => [sign.kind, sign.value, incidents.map(({ id }) => id)])).toEqual([
    ['cause', 'disk full', ['a', 'b', 'c']],
  ]);
  expect(findRepeats(all, [problem({ cause: 'Disk Full' })], now)).toEqual([]);
  expect(findRepeats([...all, incident('d', 3, check)], [], now).map(({ sign }) => sign.name)).toEqual([
    'disk full',
    'orders-db',
  ]);
});

test('[PM2] over 200 lists, what is offered is what counting pair by pair gives', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = createRandom(seed);
    const tags = ['disk', 'lock', 'deploy'];
    const all = Array.from({ length: 12 }, (_, index) =>
      incident(`i${index}`, random.below(130), {
        causes: tags.filter(() => random.below(3) === 0),
        drill: random.below(6) === 0,
      }),
    );
    const counted = tags.filter((tag) => {
      let times = 0;
      for (const each of all)
        if (!each.drill && now - each.declaredAt < repeatRule.withinMs && each.causes!.includes(tag))
          times += 1;
      return times >= 3;
    });
    expect(
      findRepeats(all, [], now)
        .map(({ sign }) => sign.value)
        .toSorted(),
      `seed ${seed}`,
    ).toEqual(counted.toSorted());
  }
});

test('[PM3] a problem has what somebody added and what carries its cause or its check, newest first', () => {
  const all = [incident('a', 5, disk), incident('b', 1, check), incident('c', 400), incident('d', 2)];
  const record = problem({ cause: 'disk full', check: 'm1', incidents: ['c'] });
  expect(incidentsOf(record, all).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
});

test('[PM4] an incident says which time it is, of its problem before any other sign', () => {
  const all = [incident('a', 80, disk), incident('b', 40, disk), incident('c', 1, { ...disk, ...check })];
  const [, , third] = all;
  expect(tellRecurrence(third!, all, [])).toMatchObject({
    time: 3,
    problem: null,
    sign: { kind: 'cause', name: 'Disk full' },
    earlier: [{ id: 'b' }, { id: 'a' }],
  });
  expect(tellRecurrence(all[0]!, all, [])).toBeNull();
  const record = problem({ check: 'm1', incidents: ['b'] });
  expect(tellRecurrence(third!, all, [record])).toMatchObject({ time: 2, problem: { id: 'p' } });
  // What came later is nothing that this one repeats.
  expect(tellRecurrence(all[1]!, all, [])).toMatchObject({ time: 2, earlier: [{ id: 'a' }] });
});

test('[PM1] causes are tags of the review, the newest list of them; what failed is in the summary', () => {
  write('monitor:m1', { kind: 'check-down', monitor: 'm1', name: 'orders-db' });
  write('ana', { kind: 'review', causes: ['Disk'] });
  write('ana', { kind: 'review', causes: ['Disk full', 'No alert'] });
  write('ana', { kind: 'review', owner: 'ana' });
  const summary = summarize('x', open.room())!;
  expect(summary.causes).toEqual(['Disk full', 'No alert']);
  expect(summary.failed).toEqual([{ id: 'm1', name: 'orders-db' }]);
  expect(fold([]).review.causes).toEqual([]);
});
