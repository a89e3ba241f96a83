// Calendars as a calendar program sees them: what changed since it asked last.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../storage/database.ts';
import { renderCalendar, type CalendarShift } from './calendar.ts';
import { openCalendars } from './calendars.ts';

const hour = 3_600_000;
const monday = Date.UTC(2026, 5, 1, 9);
const shift = (from: number, to: number): CalendarShift => ({
  person: 'bo',
  personName: 'Bo',
  from,
  to,
  layer: 'Days',
  isOverride: false,
  coversFor: null,
  schedule: { id: 's', name: 'Shop' },
});

function openAll() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-calendar-'));
  let now = monday;
  const open = () => openDatabase(join(folder, 'muster.db'));
  let database = open();
  return {
    at: (time: number) => {
      now = time;
    },
    read: (shifts: readonly CalendarShift[]) => {
      const { revise } = openCalendars(database, () => now);
      const text = renderCalendar({ name: 'Shop', shifts, revise });
      const field = (name: string) =>
        [...text.matchAll(new RegExp(`^${name}:(.*)\r$`, 'gm'))].map(([, value]) => value);
      return {
        text,
        uid: field('UID'),
        sequence: field('SEQUENCE'),
        modified: field('LAST-MODIFIED'),
        stamp: field('DTSTAMP'),
      };
    },
    restart: async () => {
      await database.close();
      database = open();
    },
    [Symbol.asyncDispose]: async () => {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

test('[OC8] a shift that is shortened counts its sequence up and says when; what stays the same gives the same bytes', async () => {
  await using all = openAll();
  const [long, other] = [shift(monday, monday + 8 * hour), shift(monday + 24 * hour, monday + 32 * hour)];
  const first = all.read([long, other]);
  expect([first.sequence, first.stamp]).toEqual([
    ['0', '0'],
    ['20260601T090000Z', '20260601T090000Z'],
  ]);
  all.at(monday + 2 * hour);
  expect(all.read([long, other]).text).toBe(first.text);
  await all.restart();
  const shorter = all.read([shift(monday, monday + 4 * hour), other]);
  expect(shorter.uid).toEqual(first.uid);
  expect(shorter.sequence).toEqual(['1', '0']);
  expect(shorter.modified).toEqual(['20260601T110000Z', '20260601T090000Z']);
  expect(shorter.stamp).toEqual(shorter.modified);
  // Back as it was is a change again: a sequence never goes back.
  expect(all.read([long, other]).sequence).toEqual(['2', '0']);
  expect(first.text).not.toMatch(/^(?:METHOD|ORGANIZER)/m);
});
