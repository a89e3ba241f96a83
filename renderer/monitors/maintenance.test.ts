import { expect, test } from 'vitest';
import { draftOf, sayWindow, toLocal, toPlan, type WindowDraft } from './maintenance.ts';

const now = new Date(2026, 10, 25, 14, 3).getTime();
const draft: WindowDraft = {
  name: ' Patches ',
  monitors: ['a'],
  isForAll: false,
  kind: 'once',
  from: toLocal(now),
  to: toLocal(now + 3_600_000),
  days: ['6', '2'],
  at: '22:00',
  minutes: 90,
  timeZone: 'Europe/Berlin',
  cron: ' 30 2 * * 6 ',
  until: '',
};

test('[MO4] each kind of window is sent with what belongs to it, and nothing else', () => {
  expect(toPlan(draft)).toEqual({
    name: 'Patches',
    monitors: ['a'],
    window: { kind: 'once', from: now, to: now + 3_600_000 },
  });
  expect(toPlan({ ...draft, kind: 'weekly', isForAll: true })).toEqual({
    name: 'Patches',
    monitors: 'all',
    window: { kind: 'weekly', days: [2, 6], at: '22:00', minutes: 90, timeZone: 'Europe/Berlin' },
  });
  const last = toPlan({ ...draft, kind: 'cron', until: '2026-12-24' });
  expect(last.window).toEqual({ kind: 'cron', cron: '30 2 * * 6', minutes: 90, timeZone: 'Europe/Berlin' });
  expect(last.until).toBe(new Date(2026, 11, 24, 23, 59, 59).getTime());
});

test('[MO4] a window in words', () => {
  expect(sayWindow(toPlan(draft), now)).toBe('14:03 to 15:03');
  expect(sayWindow(toPlan({ ...draft, kind: 'weekly' }), now)).toBe(
    'Tue, Sat at 22:00 for 1 h 30 min (Europe/Berlin)',
  );
  expect(sayWindow(toPlan({ ...draft, kind: 'cron', until: '2026-12-24' }), now)).toBe(
    '30 2 * * 6 for 1 h 30 min (Europe/Berlin), until 24 Dec 23:59',
  );
});

test('[MO4] a window that is changed starts from what it is', () => {
  for (const kind of ['once', 'weekly', 'cron'] as const) {
    const plan = toPlan({ ...draft, kind, until: kind === 'once' ? '' : '2026-12-24' });
    const again = toPlan(draftOf({ ...plan, id: 'x', active: false, nextAt: null }, now));
    expect({ ...again, until: again.until ?? null }).toEqual({ ...plan, until: plan.until ?? null });
  }
});
