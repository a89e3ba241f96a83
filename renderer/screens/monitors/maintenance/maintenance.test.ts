import { expect, test } from 'vitest';
import { sayMoment } from '../../../ui/say-time.ts';
import {
  draftOf,
  losesTurns,
  readOnce,
  sayClock,
  sayRead,
  sayWindow,
  toPlan,
  type WindowDraft,
} from './maintenance.ts';

const now = new Date(2026, 10, 25, 14, 3).getTime();
const draft: WindowDraft = {
  name: ' Patches ',
  monitors: ['a'],
  isForAll: false,
  kind: 'once',
  from: 'now',
  to: '1 h',
  days: ['6', '2'],
  at: '22:00',
  minutes: 90,
  timeZone: 'Europe/Berlin',
  cron: ' 30 2 * * 6 ',
  start: '2026-12-27T22:00',
  rule: ' FREQ=MONTHLY;BYDAY=-1SU ',
  components: [],
  description: '',
  until: '',
  kept: null,
};

test('[MO4] each kind of window is sent with what belongs to it, and nothing else', () => {
  expect(toPlan(draft, now)).toEqual({
    name: 'Patches',
    monitors: ['a'],
    window: { kind: 'once', from: now, to: now + 3_600_000 },
  });
  expect(toPlan({ ...draft, kind: 'weekly', isForAll: true }, now)).toEqual({
    name: 'Patches',
    monitors: 'all',
    window: { kind: 'weekly', days: [2, 6], at: '22:00', minutes: 90, timeZone: 'Europe/Berlin' },
  });
  const last = toPlan({ ...draft, kind: 'cron', until: '2026-12-24' }, now);
  expect(last.window).toEqual({ kind: 'cron', cron: '30 2 * * 6', minutes: 90, timeZone: 'Europe/Berlin' });
  expect(last.until).toBe(new Date(2026, 11, 24, 23, 59, 59).getTime());
  const onPage = { components: ['c1'], description: ' New disks. ' };
  expect(toPlan({ ...draft, ...onPage, kind: 'rrule', monitors: [] }, now)).toEqual({
    name: 'Patches',
    monitors: [],
    components: ['c1'],
    description: 'New disks.',
    window: {
      kind: 'rrule',
      start: '2026-12-27T22:00',
      rule: 'FREQ=MONTHLY;BYDAY=-1SU',
      minutes: 90,
      timeZone: 'Europe/Berlin',
    },
  });
});

test('[MO4] a window in words', () => {
  expect(sayWindow(toPlan(draft, now), now)).toBe('14:03 to 15:03');
  expect(sayWindow(toPlan({ ...draft, kind: 'weekly' }, now), now)).toBe(
    'Tue, Sat at 22:00 for 1 h 30 min (Europe/Berlin)',
  );
  expect(sayWindow(toPlan({ ...draft, kind: 'cron', until: '2026-12-24' }, now), now)).toBe(
    '30 2 * * 6 for 1 h 30 min (Europe/Berlin), until 24 Dec 23:59',
  );
});

const planFrom = (start: string) =>
  toPlan({ ...draftOf(null), name: 'x', kind: 'rrule', start }, Date.parse('2026-12-01T10:00Z')).window;

test('[MO4] the first turn of a rule is typed like every time, and kept by the wall', () => {
  expect(planFrom('6 Dec 2026 22:00')).toMatchObject({ start: '2026-12-06T22:00' });
  expect(planFrom('2026-12-06T22:00')).toMatchObject({ start: '2026-12-06T22:00' });
  expect(planFrom('someday')).toMatchObject({ start: 'someday' });
});

test('[MO4] a window that is changed starts from what it is', () => {
  for (const kind of ['once', 'weekly', 'cron', 'rrule'] as const) {
    const plan = toPlan({ ...draft, kind, until: kind === 'once' ? '' : '2026-12-24' }, now);
    const again = toPlan(
      draftOf({ ...plan, id: 'x', active: false, nextAt: null, endedAt: null, stillFailing: [], said: [] }),
      now,
    );
    expect({ ...again, until: again.until ?? null }).toEqual({ ...plan, until: plan.until ?? null });
  }
});

test('[MO4] typed times are shown as they were understood, and what is none is refused and not planned', () => {
  const { from, to } = readOnce({ from: 'tomorrow 22:00', to: '2 h' }, now);
  const begins = new Date(2026, 10, 26, 22).getTime();
  expect([from, to]).toEqual([{ at: begins }, { at: begins + 7_200_000 }]);
  expect(sayRead(from)).toMatchObject({ understood: expect.stringContaining(sayMoment(begins)) });
  expect(sayRead(readOnce({ from: 'soon', to: '' }, now).from)).toHaveProperty('wrong');
  expect(toPlan({ ...draft, from: 'soon' }, now).window).toMatchObject({ from: 0 });
  expect(sayClock('9.30pm')).toEqual({ understood: '21:30' });
  expect(sayClock('25:00')).toHaveProperty('wrong');
  expect(toPlan({ ...draft, kind: 'weekly', at: '9pm' }, now).window).toMatchObject({ at: '21:00' });
});

test('[SP143] moved turns are kept while the times of the window stay, and the form says when they are lost', () => {
  const exceptions = [{ turn: 5, cancelled: true as const }];
  const window = {
    kind: 'weekly' as const,
    days: [2, 6],
    at: '22:00',
    minutes: 90,
    timeZone: 'Europe/Berlin',
  };
  const weekly: WindowDraft = { ...draft, kind: 'weekly', kept: { window, exceptions } };
  expect(losesTurns(weekly, now)).toBe(false);
  expect(toPlan({ ...weekly, minutes: 30, name: 'Disks' }, now)).toMatchObject({ name: 'Disks', exceptions });
  for (const change of [{ at: '23:00' }, { days: ['6'] }, { timeZone: 'UTC' }, { kind: 'once' as const }]) {
    expect(losesTurns({ ...weekly, ...change }, now)).toBe(true);
    expect(toPlan({ ...weekly, ...change }, now)).not.toHaveProperty('exceptions');
  }
});

test('[SP142] a usual rule is told in words, another as it is written', () => {
  const ruled = { kind: 'rrule', start: '2026-12-06T22:00', minutes: 45, timeZone: 'Europe/Berlin' } as const;
  const at = 'at 22:00 for 45 min (Europe/Berlin)';
  for (const [rule, words] of [
    ['FREQ=DAILY', `Every day ${at}`],
    ['FREQ=DAILY;INTERVAL=3', `Every 3 days ${at}`],
    ['FREQ=WEEKLY', `Sun ${at}`],
    ['FREQ=WEEKLY;BYDAY=MO,TH', `Mon, Thu ${at}`],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU', `Sun every 2 weeks ${at}`],
    ['FREQ=MONTHLY;BYDAY=-1SU', `Last Sun of each month ${at}`],
    ['FREQ=MONTHLY;BYDAY=2TU,4TU', 'FREQ=MONTHLY;BYDAY=2TU,4TU for 45 min (Europe/Berlin)'],
    ['FREQ=WEEKLY;COUNT=3', 'FREQ=WEEKLY;COUNT=3 for 45 min (Europe/Berlin)'],
  ] as const)
    expect(sayWindow({ window: { ...ruled, rule } }, now)).toBe(words);
});
