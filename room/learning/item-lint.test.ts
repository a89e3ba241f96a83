import { expect, test } from 'vitest';
import { lintItem } from './item-lint.ts';

const lacks = (text: string, owner: string | null = 'ana', due: number | null = 1) =>
  lintItem({ text, owner, due });

test.each([
  'Add an alert on the depth of the payment queue',
  'Alert when replication lags by more than a minute',
  'Document the failover of orders-db in its runbook',
  'Bring the second region to the same size',
  '`Drop` the nightly export',
  'Provision a spare node in eu-2',
  'Improve the p99 of checkout to under 300 ms',
  'Investigate why the retry storm began, and write down the cause',
  'Monitor the queue until 2026-12-24',
  'Ensure backups are restored once a month by adding a job to CI that does it',
])('[AI2] nothing is missing of: %s', (text) => {
  expect(lacks(text)).toEqual([]);
});

test.each([
  'The alert is too slow',
  'Better monitoring',
  'Documentation of the failover',
  'Runbook for orders-db',
  'We should page earlier',
  'Alerting on disk space',
  '42',
  '   ',
])('[AI2] it does not begin with a verb: %s', (text) => {
  expect(lacks(text)).toEqual(['verb']);
});

test.each([
  'Improve monitoring',
  'Investigate the outage',
  'Be more careful with deploys',
  'Look into retries',
])('[AI2] one cannot tell that it is done: %s', (text) => {
  expect(lacks(text)).toEqual(['end']);
});

test('[AI2] an owner and a day are missed too, and any text can be looked at', () => {
  expect(lacks('Add an alert', null, null)).toEqual(['owner', 'due']);
  for (const text of ['', '\u{1F525}', 'a'.repeat(20_000), '*'.repeat(500), 'Überwachen der Warteschlange'])
    expect(Array.isArray(lacks(text))).toBe(true);
});
