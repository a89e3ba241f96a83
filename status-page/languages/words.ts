// The page's own texts, in one language. Whole sentences with arguments, so that a new language is one more object.
import type { Status as RoomStatus } from '#room/team/scales.ts';
import type { Shown } from '../levels.ts';
import type { Overall } from '../truth/overall.ts';
import type { Impact } from '../levels.ts';
import type { IncidentStatus } from '../truth/reports.ts';
import type { OccurrenceStatus } from '../maintenance/occurrences.ts';
import type { WallTime } from '../zone.ts';

export type DurationParts = { days: number; hours: number; minutes: number };
export type Words = {
  /** The language's own name, for the switch. */
  name: string;
  /** Decimal mark. */
  mark: string;
  date: (time: WallTime) => string;
  /** A day without the year, for example under a bar. */
  shortDay: (time: Pick<WallTime, 'day' | 'month'>) => string;
  span: (span: DurationParts) => string;
  overall: (overall: Overall) => string;
  shown: Record<Shown, string>;
  status: Record<IncidentStatus, string>;
  work: Record<OccurrenceStatus, string>;
  impact: Record<Impact, string>;
  title: (page: string) => string;
  stale: string;
  skip: string;
  asOf: string;
  allTimes: (zone: string) => string;
  /** In brackets behind a time: the same in the visitor's zone. */
  yourTime: (time: string) => string;
  components: string;
  noComponents: string;
  incidents: string;
  openIncidents: string;
  recent: string;
  noRecent: string;
  history: string;
  /** Such as November 2026. */
  month: (month: { year: number; month: number }) => string;
  quietMonth: string;
  earlierIncidents: string;
  maintenance: string;
  upcoming: string;
  upcomingMaintenance: string;
  active: string;
  past: string;
  noMaintenance: string;
  cancelled: string;
  more: (count: number) => string;
  uptime: string;
  uptimeOf: (name: string) => string;
  back: string;
  announcement: string;
  daysAgo: (days: number) => string;
  today: string;
  share: (percent: string) => string;
  notMeasured: string;
  silentSince: (time: string) => string;
  neverChecked: string;
  since: (time: string) => string;
  affects: (names: string) => string;
  changed: (name: string, from: string, to: string) => string;
  began: (time: string) => string;
  readAll: string;
  /** The heading of the updates of the time, below a review. */
  updates: string;
  fromTo: (from: string, to: string) => string;
  onlyIn: (language: string) => string;
  edited: (time: string) => string;
  subscribe: string;
  byMail: string;
  calendar: string;
  languages: string;
  footer: string;
  legend: string;
  bars: (name: string, days: number, bad: number) => string;
  tableNote: string;
  day: string;
  whatHappened: string;
  asTable: string;
  otherDays: string;
  method: (parts: MethodParts) => string;
  byReports: string;
  /** SP131: for a page for the company. */
  team: {
    heading: string;
    none: string;
    status: Record<RoomStatus, string>;
    commander: (names: string) => string;
    noCommander: string;
    nextUpdate: (time: string) => string;
    overdue: (time: string) => string;
    noUpdate: string;
  };
  madeWith: string;
};
export type MethodParts = {
  major: string;
  partial: string;
  degraded: string;
  maintenance: 'left-out' | 'up' | 'counted';
  group: 'mean' | 'worst';
  unmeasured: string | null;
};
