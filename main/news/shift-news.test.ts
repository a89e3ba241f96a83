import { expect, test } from 'vitest';
import type { OnCall } from '#room/feed/feed.ts';
import { findShiftNews } from './shift-news.ts';

const duty = (person: string | null, schedule = 'primary'): OnCall => ({
  schedule,
  name: 'Primary',
  service: null,
  person,
  backup: null,
  until: null,
  next: null,
});
const titles = (before: readonly OnCall[], after: readonly OnCall[], me: string | null = 'ana') =>
  findShiftNews(before, after, { me, nameOf: (id) => id.toUpperCase() }).map(
    ({ title, body }) => `${title}. ${body}`,
  );

test('[NT3] a shift that begins or ends is said on the desktop of whose it is, and on no other', () => {
  const begun = ['You are on call: Primary. No end is planned.'];
  expect(titles([duty('bo')], [duty('ana')])).toEqual(begun);
  expect(titles([duty(null)], [duty('ana')])).toEqual(begun);
  expect(titles([duty('ana')], [duty('bo')])).toEqual(['Your shift is over: Primary. BO is on call now.']);
  expect(titles([duty('ana')], [duty(null)])).toEqual([
    'Your shift is over: Primary. Nobody is on call now.',
  ]);
  expect(titles([duty('bo')], [duty('cy')])).toEqual([]);
  expect(titles([duty('bo')], [duty('ana')], null)).toEqual([]);
});

test('[NT3] a state that was there before, or was not known before, is no news', () => {
  expect(titles([duty('ana')], [duty('ana')])).toEqual([]);
  expect(titles([], [duty('ana')])).toEqual([]);
  expect(titles([duty('bo', 'other')], [duty('ana'), duty('bo', 'other')])).toEqual([]);
});
