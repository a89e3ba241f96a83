import { expect, test } from 'vitest';
import { roundTimes, roundValues } from './axis.ts';
import { layOut, textWidth, type Frame } from './layout.ts';
import { readStrip } from './read.ts';
import { lanesOf, type Story } from './story.ts';
import { emptyLane, type Lane, type Strip } from './strip.ts';

const minute = 60_000;
const sayLength = (ms: number) => `${Math.round(ms / minute)} min`;
const frame: Frame = {
  width: 1_000,
  left: 50,
  right: 150,
  anchor: 0,
  gapWords: (ms) => [`no results ${sayLength(ms)}`, sayLength(ms)],
};
const quiet: Story = {
  impact: null,
  outages: [],
  command: [],
  messages: [],
  promises: [],
  lateSince: null,
  actions: [],
};
const span = { from: 0, to: 100 * minute };
const tell = (part: Partial<Story>) => lanesOf({ ...quiet, ...part }, { span, sayLength });
const message = (at: number, number: number) =>
  ({ at, number, side: 'external', audience: 'customers', facts: [`m${number}`] }) as const;

test('[TS1] ticks stand at round times from midnight on, and never closer than asked', () => {
  const { step, times } = roundTimes({ from: 61 * minute, to: 200 * minute }, 6, 0);
  expect(step).toBe(30 * minute);
  expect(times.map((at) => at / minute)).toEqual([90, 120, 150, 180]);
  expect(roundTimes({ from: 5, to: 5 }, 6, 0).times).toEqual([]);
  const days = roundTimes({ from: 0, to: 30 * 1_440 * minute }, 8, 60 * minute);
  expect(days.times.every((at) => (at - 60 * minute) % days.step === 0)).toBe(true);
});

test('[TS1] four hairlines at round values hold the highest', () => {
  for (const most of [0, 0.7, 3, 41, 99, 100, 101, 1_234, 99_999]) {
    const levels = roundValues(most);
    expect(levels).toHaveLength(4);
    expect(levels[3]).toBeGreaterThanOrEqual(most);
    if (most > 1) expect(levels[3]).toBeLessThan(most * 2);
    for (const level of levels) expect(String(level).replaceAll(/[.0]/gu, '').length).toBeLessThanOrEqual(2);
  }
});

test('[TS2] an incident has a lane for each thing that was, and none for what was not', () => {
  expect(tell({})).toEqual([]);
  const lanes = tell({
    impact: { from: 10 * minute, until: null },
    outages: [
      { monitor: 'a', name: 'api', reason: '503', from: 5 * minute, until: 20 * minute },
      { monitor: 'a', name: 'api', reason: '503', from: 30 * minute, until: null },
    ],
    actions: [{ at: 40 * minute, text: 'rolled back', outcome: 'helped', fact: 'x' }],
  });
  expect(lanes.map(({ name }) => name)).toEqual(['Customer impact', 'api', 'Actions']);
  expect(lanes[0]).toMatchObject({ note: '90 min', bands: [{ to: span.to, isOpen: true }] });
  expect(lanes[1]).toMatchObject({
    isTrouble: true,
    bands: [{ isOpen: false }, { isOpen: true, label: '70 min' }],
  });
  expect(lanes[2]?.marks).toMatchObject([
    { kind: 'helped', labels: ['1✓ rolled back', '1✓ rolled back', '1✓ rolled back', '1✓'], ref: 'x' },
  ]);
});

test('[TS2] commanders: one after the other, nobody in between, and two at once are contested', () => {
  const [command] = tell({
    command: [
      { person: 'Ana', from: 0, until: 20 * minute },
      { person: 'Fay', from: 10 * minute, until: 30 * minute },
      { person: 'Bo', from: 50 * minute, until: null },
    ],
  });
  expect(
    command?.bands.map(({ kind, label, from, to }) => [kind, label, from / minute, to / minute]),
  ).toEqual([
    ['held', 'Ana', 0, 10],
    ['contested', 'Ana or Fay?', 10, 20],
    ['held', 'Fay', 20, 30],
    ['held', 'Bo', 50, 100],
  ]);
});

test('[TS2] an update that came later than promised says by how much, and one that is owed is late until now', () => {
  const [updates] = tell({
    messages: [message(10 * minute, 1), message(37 * minute, 2)],
    promises: [{ number: 1, promisedAt: 25 * minute, keptAt: 37 * minute, lateMs: 12 * minute }],
    lateSince: 80 * minute,
  });
  expect(updates?.marks.map(({ title }) => title)).toEqual([
    'update 1 to customers',
    'update 2 to customers, 12 min late',
  ]);
  expect(updates?.bands).toMatchObject([
    { kind: 'late', from: 25 * minute, to: 37 * minute },
    { kind: 'late', from: 80 * minute, to: span.to, label: '20 min late', isOpen: true },
  ]);
});

const mark = (at: number) =>
  ({ at, kind: 'tried', labels: ['1 restarted the workers', '1'], title: '', ref: null }) as const;
const points = (values: readonly (number | null)[]) =>
  values.map((value, index) => ({ at: index * 10 * minute, value }));
const lane = (part: Partial<Lane>): Lane => ({ ...emptyLane('a', 'api'), ...part });
const draw = (lanes: readonly Lane[], part: Partial<Strip> = {}) =>
  layOut({ ...span, lanes, ...part }, frame);

test('[TS1] zoomed in, only what is in sight is drawn, and it ends at the edges', () => {
  const band = { kind: 'down', label: 'down', title: '', isOpen: false, ref: null } as const;
  const lanes = [
    lane({
      bands: [
        { ...band, from: 0, to: 10 * minute },
        { ...band, from: 30 * minute, to: 90 * minute },
      ],
    }),
  ];
  const { lanes: drawn, left, right, at, x } = draw(lanes, { from: 40 * minute, to: 60 * minute });
  expect(drawn[0]?.bands).toMatchObject([{ x: left, width: right - left, shown: 'down' }]);
  expect(at(x(50 * minute))).toBeCloseTo(50 * minute, -3);
});

test('[TS1] words stand only where they fit, and never over the next mark', () => {
  const gap = { from: 10 * minute, to: 60 * minute };
  const drawn = draw([
    lane({ gaps: [gap, { from: 70 * minute, to: 71 * minute }, { from: 80 * minute, to: 86 * minute }] }),
    lane({ marks: [mark(10 * minute), mark(14 * minute), mark(15 * minute)] }),
  ]);
  expect(drawn.lanes[0]?.gaps.map(({ shown }) => shown)).toEqual(['no results 50 min', '', '6 min']);
  const marks = drawn.lanes[1]!.marks;
  expect(marks.map(({ shown }) => shown)).toEqual(['1', '', '1 restarted the workers']);
  expect(marks[0]!.x + textWidth(marks[0]!.shown)).toBeLessThan(marks[1]!.x);
});

test('[TS1] a line is broken where nothing was measured; the band above it is bounded by both lines', () => {
  const drawn = draw([
    lane({
      isTall: true,
      limit: { value: 80, name: 'slow' },
      curves: [
        { kind: 'middle', name: 'median', points: points([10, 20, null, 30, 20]) },
        { kind: 'most', name: 'p95', points: points([40, 40, null, 60, 50]) },
      ],
    }),
  ]);
  const [middle, most] = drawn.lanes[0]!.curves;
  expect(middle?.path.match(/M/gu)).toHaveLength(2);
  expect(most?.area.match(/Z/gu)).toHaveLength(2);
  expect(Math.abs((middle?.nameY ?? 0) - (most?.nameY ?? 0))).toBeGreaterThanOrEqual(13);
  expect(drawn.lanes[0]?.limitY).not.toBeNull();
  expect(drawn.lanes[0]?.levels).toHaveLength(4);
});

test('[TS3] one instant in words: what stood there in each lane, and nothing of the others', () => {
  const lanes = [
    lane({
      name: 'Latency',
      curves: [{ kind: 'middle', name: 'median', points: [{ at: 10 * minute, value: 22 }] }],
    }),
    lane({ name: 'api', gaps: [{ from: 0, to: 20 * minute }] }),
    lane({ name: 'Other', bands: [] }),
    lane({
      name: 'shop',
      marks: [{ at: 10 * minute, kind: 'external', labels: [], title: 'shop down: 503', ref: null }],
    }),
  ];
  const options = {
    reachMs: minute,
    sayValue: (ms: number) => `${ms} ms`,
    sayShare: String,
    noResults: 'no results',
  };
  expect(readStrip({ ...span, lanes }, 10 * minute, options)).toEqual([
    { lane: 'Latency', words: 'median 22 ms' },
    { lane: 'api', words: 'no results' },
    // The name of the lane is not said twice.
    { lane: 'shop', words: 'down: 503' },
  ]);
});
