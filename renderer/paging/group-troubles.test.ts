import { expect, test } from 'vitest';
import type { PagingTrouble } from '#wire/api/paging.ts';
import { groupTroubles } from './group-troubles.ts';

const of = (kind: PagingTrouble['kind'], id: string, trouble: PagingTrouble['trouble']): PagingTrouble => ({
  kind,
  id,
  trouble,
});

test('[ES15] each reason that keeps people from being reached is named once for all of them, the worst first', () => {
  expect(
    groupTroubles([
      of('person', 'bo', 'desktop-only'),
      of('channel', 'slack', 'paused'),
      of('person', 'cy', 'desktop-only'),
      of('schedule', 'shop', 'nobody-now'),
      of('person', 'dee', 'unreachable'),
    ]),
  ).toEqual([
    { trouble: 'nobody-now', of: [of('schedule', 'shop', 'nobody-now')] },
    { trouble: 'unreachable', of: [of('person', 'dee', 'unreachable')] },
    {
      trouble: 'desktop-only',
      of: [of('person', 'bo', 'desktop-only'), of('person', 'cy', 'desktop-only')],
    },
    { trouble: 'paused', of: [of('channel', 'slack', 'paused')] },
  ]);
});
