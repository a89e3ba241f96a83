// The entries of migrations.ts that have a file of their own, in the order in which they came. A new one goes last.
import { awayTables } from './away-tables.ts';
import { learningTables } from './learning-tables.ts';
import { pageWorkTables } from './page-work-tables.ts';
import { pagingTables } from './paging-tables.ts';
import { reportTables } from './report-tables.ts';
import { statusPageTables } from './status-page-tables.ts';
import { subscriberTables } from './subscriber-tables.ts';
import { withdrawalTables } from './withdrawal-tables.ts';

export const laterMigrations: readonly string[] = [
  statusPageTables,
  subscriberTables,
  pagingTables,
  reportTables,
  learningTables,
  withdrawalTables,
  awayTables,
  pageWorkTables,
];
