import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { summaryOf } from '#room/fixtures/summaries.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { openDatabase, type Database } from '../storage/database.ts';
import { openIncidentList } from './incident-list.ts';

const log = pino({ level: 'silent' });
let folder = '';
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-list-'));
  database = openDatabase(join(folder, 'muster.db'));
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const summary = (title: string, factCount: number): IncidentSummary =>
  summaryOf({ id: 'a', title, severityIsSet: false, status: 'triage', declaredAt: 0, factCount });

test('[HT4] a summary that comes late does not take back a newer one, nor is it told', async () => {
  const list = await openIncidentList({ database, log });
  const told: string[] = [];
  list.onChange(({ title }) => told.push(title));
  list.put('a', 1, summary('one', 1));
  list.put('a', 3, summary('three', 3));
  list.put('a', 2, summary('two', 2));
  list.put('a', 0, summary('three', 3));
  expect(list.all().map(({ title }) => title)).toEqual(['three']);
  expect(list.headOf('a')).toBe(3);
  expect(told).toEqual(['one', 'three']);
  list.close();
});

test('[HT4] the list is kept with the position it is true for', async () => {
  const list = await openIncidentList({ database, log });
  list.put('a', 7, summary('kept', 2));
  list.put('a', 9, null);
  list.put('undeclared', 4, null);
  list.close();
  const again = await openIncidentList({ database, log });
  expect(again.all()).toEqual([summary('kept', 2)]);
  expect([again.headOf('a'), again.headOf('undeclared')]).toEqual([9, 0]);
  again.close();
});
