// Entries of migrations.ts that have their own file, in order. A new one goes last.
import { attachmentTables } from './attachment-tables.ts';
import { awayTables } from './away-tables.ts';
import { copyProfileTables } from './copy-profile-tables.ts';
import { coldTables } from './cold-tables.ts';
import { commsTemplateTables } from './comms-template-tables.ts';
import { erasedPeopleTables } from './erased-people-tables.ts';
import { erasureTables } from './erasure-tables.ts';
import { deviceTables } from './device-tables.ts';
import { learningTables } from './learning-tables.ts';
import { maintenanceSaidTables } from './maintenance-said-tables.ts';
import { maintenancePastTables } from './maintenance-past-tables.ts';
import { measureAgain } from './measure-again.ts';
import { numberHourTables } from './number-hour-tables.ts';
import { oneOutboxTables } from './one-outbox-tables.ts';
import { operatorTables } from './operator-tables.ts';
import { pageWorkTables } from './page-work-tables.ts';
import { pagingTables } from './paging-tables.ts';
import { problemTables } from './problem-tables.ts';
import { pushTables } from './push-tables.ts';
import { recurringTables } from './recurring-tables.ts';
import { reportTables } from './report-tables.ts';
import { reviewTemplateTables } from './review-template-tables.ts';
import { reviewLibraryTables } from './review-library-tables.ts';
import { schemeTables } from './scheme-tables.ts';
import { severityReviewTables } from './severity-review-tables.ts';
import { statusPageTables } from './status-page-tables.ts';
import { subscriberTables } from './subscriber-tables.ts';
import { subscriberUpdatesTables } from './subscriber-updates-tables.ts';
import { subscriberTopicTables } from './subscriber-topic-tables.ts';
import { swapTables } from './swap-tables.ts';
import { signInTables } from './sign-in-tables.ts';
import { signInToldTables } from './sign-in-told-tables.ts';
import { teamTables } from './team-tables.ts';
import { withdrawalTables } from './withdrawal-tables.ts';
import { handbookTables } from './handbook-tables.ts';
import { locationTables } from './location-tables.ts';
import { searchAgain } from './search-again.ts';

export const laterMigrations: readonly string[] = [
  statusPageTables,
  subscriberTables,
  pagingTables,
  reportTables,
  learningTables,
  withdrawalTables,
  awayTables,
  reviewTemplateTables,
  problemTables,
  schemeTables,
  swapTables,
  operatorTables,
  pageWorkTables,
  teamTables,
  signInTables,
  erasureTables,
  pushTables,
  deviceTables,
  severityReviewTables,
  numberHourTables,
  commsTemplateTables,
  erasedPeopleTables,
  attachmentTables,
  coldTables,
  maintenanceSaidTables,
  handbookTables,
  reviewLibraryTables,
  subscriberTopicTables,
  measureAgain,
  oneOutboxTables,
  copyProfileTables,
  signInToldTables,
  locationTables,
  searchAgain,
  recurringTables,
  maintenancePastTables,
  subscriberUpdatesTables,
];
