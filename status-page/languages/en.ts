import type { TroubledLevel } from '../truth/overall.ts';
import type { Words } from './words.ts';

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const wholeMonths =
  'January February March April May June July August September October November December'.split(' ');
const all: Record<TroubledLevel, string> = {
  major: 'Major Service Outage',
  partial: 'Partial System Outage',
  degraded: 'Degraded Performance',
  unknown: 'Status Unknown',
  maintenance: 'Service Under Maintenance',
};
const some: Record<TroubledLevel, string> = {
  ...all,
  major: 'Partial System Outage',
  partial: 'Minor Service Outage',
  degraded: 'Partially Degraded Service',
  unknown: 'Status Partly Unknown',
};
const one: Record<TroubledLevel, string> = {
  major: 'is experiencing a major outage',
  partial: 'is experiencing a partial outage',
  degraded: 'is experiencing degraded performance',
  unknown: 'has not been measured recently',
  maintenance: 'is under maintenance',
};
const reports = {
  minor: 'Minor Service Outage',
  major: 'Partial System Outage',
  critical: 'Major Service Outage',
} as const;

export const en: Words = {
  name: 'English',
  mark: '.',
  date: ({ year, month, day }) => `${day} ${months[month - 1]} ${year}`,
  shortDay: ({ month, day }) => `${day} ${months[month - 1]}`,
  span: ({ days, hours, minutes }) =>
    [days ? `${days} d` : '', hours ? `${hours} h` : '', minutes ? `${minutes} min` : '']
      .filter(Boolean)
      .join(' ') || 'under 1 min',
  overall: (overall) => {
    switch (overall.says) {
      case 'all-well':
        return 'All Systems Operational';
      case 'one':
        return `${overall.component} ${one[overall.state]}`;
      case 'all':
        return all[overall.state];
      case 'some':
        return some[overall.state];
      case 'report':
        return reports[overall.impact];
      default:
        return overall satisfies never;
    }
  },
  shown: {
    operational: 'Operational',
    degraded: 'Degraded performance',
    partial: 'Partial outage',
    major: 'Major outage',
    maintenance: 'Under maintenance',
    unknown: 'Unknown',
  },
  status: {
    investigating: 'Investigating',
    identified: 'Identified',
    monitoring: 'Monitoring',
    resolved: 'Resolved',
    postmortem: 'Review',
  },
  work: {
    scheduled: 'Scheduled',
    in_progress: 'In progress',
    verifying: 'Verifying',
    completed: 'Completed',
  },
  impact: { none: 'No impact', minor: 'Minor impact', major: 'Major impact', critical: 'Critical impact' },
  title: (page) => `${page} status`,
  stale: 'This page is more than 15 minutes old and may be out of date.',
  skip: 'Skip to the content',
  asOf: 'As of',
  allTimes: (zone) => `All times and days are in ${zone}.`,
  yourTime: (time) => `(${time} your time)`,
  components: 'Components',
  noComponents: 'No components are listed yet.',
  incidents: 'Incidents',
  openIncidents: 'Current incidents',
  recent: 'Last 14 days',
  noRecent: 'No incidents in the last 14 days.',
  history: 'Incident history',
  month: ({ year, month }) => `${wholeMonths[month - 1]} ${year}`,
  quietMonth: 'No incidents.',
  earlierIncidents: 'Earlier incidents',
  maintenance: 'Maintenance',
  upcoming: 'Upcoming',
  upcomingMaintenance: 'Upcoming maintenance',
  active: 'In progress',
  past: 'Past',
  noMaintenance: 'No maintenance is planned.',
  cancelled: 'Cancelled',
  more: (count) => `and ${count} more`,
  uptime: 'Uptime, day by day',
  uptimeOf: (name) => `${name}: days with problems`,
  back: 'Current status',
  announcement: 'Announcement',
  daysAgo: (days) => `${days} days ago`,
  today: 'Today',
  share: (percent) => `${percent} % uptime`,
  notMeasured: 'Not measured',
  silentSince: (time) => `Unknown since ${time}: our checks are silent`,
  neverChecked: 'Not measured yet',
  since: (time) => `since ${time}`,
  affects: (names) => `Affects ${names}`,
  changed: (name, from, to) => `${name}: ${from} → ${to}`,
  began: (time) => `Began ${time}`,
  readAll: 'Read all updates',
  updates: 'Updates',
  fromTo: (from, to) => `${from} to ${to}`,
  onlyIn: (language) => `Written in ${language} only`,
  edited: (time) => `corrected ${time}`,
  subscribe: 'Subscribe',
  byMail: 'Get updates by e-mail',
  calendar: 'Calendar of maintenance',
  languages: 'Languages',
  footer: 'More about this page',
  legend:
    'Each bar is one day, coloured by its worst state: a quarter of it for up to 5 minutes, half for up to 1 hour, three quarters for up to 6 hours, all of it for longer. Gaps were not measured.',
  bars: (name, days, bad) =>
    bad === 0
      ? `${name}, last ${days} days: no trouble measured`
      : `${name}, last ${days} days: trouble on ${bad === 1 ? '1 day' : `${bad} days`}`,
  tableNote: 'All other days were operational throughout.',
  day: 'Day',
  whatHappened: 'What happened',
  asTable: 'All days as a table',
  otherDays: 'Operational on all of the last 90 days.',
  method: ({ major, partial, degraded, maintenance, group, unmeasured }) => {
    const work = {
      'left-out': 'maintenance and times that we could not measure are left out',
      up: 'maintenance counts as up, times that we could not measure are left out',
      counted: 'maintenance counts like any other time, times that we could not measure are left out',
    }[maintenance];
    const groups =
      group === 'mean'
        ? 'a group is the mean of its members'
        : 'a group is as bad as its worst measured member at each moment';
    const gap = `since the first measurement of each component, ${unmeasured ?? 'nothing'} went unmeasured`;
    return `How uptime is counted: by time, over 90 days. Time in major outage counts ${major}, partial ${partial}, degraded ${degraded}; ${work}; ${groups}; ${gap}.`;
  },
  byReports: 'From our reports, not from automatic checks.',
  team: {
    heading: 'Incidents that the team is working on',
    none: 'No incident is open.',
    status: {
      triage: 'Being looked at',
      investigating: 'Investigating',
      identified: 'Identified',
      monitoring: 'Monitoring',
      resolved: 'Resolved',
      closed: 'Closed',
    },
    commander: (names) => `Commander: ${names}`,
    noCommander: 'Nobody commands yet',
    nextUpdate: (time) => `Next update ${time}`,
    overdue: (time) => `Next update was due ${time}`,
    noUpdate: 'No update is promised',
  },
  madeWith: 'Made with Muster',
};
