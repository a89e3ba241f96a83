import { expect, test } from 'vitest';
import { changesIn, guessTool } from './foreign-page.ts';

test.each([
  ['statuspage', '{"incidents": [{"status": "resolved", "impact": "minor", "incident_updates": []}]}'],
  ['openstatus', '{"statusReports": [{"status": "STATUS_REPORT_STATUS_RESOLVED"}]}'],
  ['openstatus', '[{"id": 1, "statusReportUpdateIds": [2]}]'],
  ['instatus', '[{"id": "a", "status": "OPERATIONAL"}]'],
  ['better-stack', '{"data": [{"id": "1", "type": "status_report"}]}'],
])('[SP123] files of %s are taken for that', (tool, content) => {
  expect(guessTool([{ content: '{}' }, { content }])).toBe(tool);
});

test('[SP123] the changes of an import are counted, subscribers one by one', () => {
  const line = { kind: 'component' as const, name: 'API', left: [] };
  expect(
    changesIn([
      { ...line, done: 'added' },
      { ...line, done: 'kept' },
      { ...line, kind: 'subscribers', name: '240', done: 'added' },
      { ...line, kind: 'subscribers', name: '7', done: 'left' },
    ]),
  ).toBe(241);
});
