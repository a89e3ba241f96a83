import { expect, test } from 'vitest';
import { shownCalendar } from '../../ui/say-time.ts';
import { noDetails, readDetails } from './declare-details.ts';

const now = Date.UTC(2026, 10, 30, 12);
const read = (more: object) => readDetails({ ...noDetails, ...more }, now, shownCalendar);

test('[DC2] nothing said is nothing sent; each detail is sent as it was meant', () => {
  expect(read({})).toEqual({});
  expect(read({ nature: 'bug', description: ' It began\nat noon ' })).toEqual({
    nature: 'bug',
    summary: 'It began\nat noon',
  });
  expect(read({ teams: ['t1'] })).toEqual({ restrict: { teams: ['t1'] } });
  expect(read({ how: 'customer', who: ' Kim ', at: '-20m' })).toEqual({
    noticed: { how: 'customer', who: 'Kim', at: now - 20 * 60_000 },
  });
});

test('[DC2] a time that is none, or one without who noticed, is said', () => {
  expect(read({ how: 'deploy', at: 'soon' })).toEqual({
    wrong: 'soon is not a time. Write one such as 14:02 or -20m.',
  });
  for (const at of ['25:99', '9:5', '14:02:63', '1:030'])
    expect([at, read({ how: 'deploy', at })]).toEqual([
      at,
      expect.objectContaining({ wrong: expect.anything() }),
    ]);
  expect(read({ who: 'Kim' })).toEqual({ wrong: 'Also say who noticed.' });
});
