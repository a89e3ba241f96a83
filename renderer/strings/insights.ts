// The screen of the team's numbers.
const minutes = (ms: number) => Math.round(ms / 60_000);
const length = (ms: number): string => {
  if (ms < 60_000) return `${Math.round(ms / 1_000)} s`;
  const whole = minutes(ms);
  if (whole < 60) return `${whole} min`;
  const hours = Math.floor(whole / 60);
  if (hours < 48) return whole % 60 === 0 ? `${hours} h` : `${hours} h ${whole % 60} min`;
  return `${Math.round(hours / 24)} d`;
};

export const insights = {
  title: 'Numbers',
  /** Search terms that also find this screen. */
  keywords: ['insights', 'metrics', 'mttr', 'mtta', 'statistics', 'trend'],
  period: 'Period',
  lastDays: (count: number) => `Last ${count} days`,
  service: 'Service',
  anyService: 'All services',
  reading: 'Reading the numbers',
  unreadable: (why: string) => `The numbers could not be read. ${why}`,
  none: 'No incidents in this period',
  noneWhy: 'Numbers appear with the first incident. A longer period may have some.',
  csv: 'Save as CSV',
  count: (count: number) => (count === 1 ? '1 incident' : `${count} incidents`),
  usual: (low: number, high: number) => `The previous period suggests ${low} to ${high}`,
  before: (count: number) => `${count} in the previous period`,
  length,
  median: (text: string) => `median ${text}`,
  p90: (text: string) => `90 % within ${text}`,
  compared: (n: number, all: number, change: string) =>
    `${n} of ${all === 1 ? '1 incident' : `${all} incidents`}. ${change}`,
  tooFewOf: (n: number, all: number) =>
    `${n} of ${all === 1 ? '1 incident' : `${all} incidents`}: too few to tell`,
  notMeasured: 'Not recorded for any incident.',
  leftOut: {
    pending: (count: number, state: string) => `${count} ${state}`,
    notRecorded: (count: number, state: string) => `${count} ${state}`,
    invalid: (count: number, state: string) => `${count} ${state}: the end is before the start`,
  },
  change: {
    longer: (low: string, high: string) => `Longer than before: ${low} to ${high} times`,
    shorter: (low: string, high: string) => `Shorter than before: ${low} to ${high} times`,
    'no change shown': 'No change beyond chance',
    tooFewBefore: 'Too few in the previous period to compare',
  },
  dot: (number: string, title: string, text: string) => `${number} ${title}: ${text}`,
  severities: 'By worst severity',
  severityUnset: 'not set',
  services: 'By service',
  moreServices: (count: number) => (count === 1 ? '1 more service' : `${count} more services`),
  fewerServices: 'Show fewer services',
  noService: 'no service',
  sources: 'How it was reported',
  source: (name: string) =>
    ({ person: 'a person', monitor: 'a check', intake: 'an alert', report: 'a report' })[name] ?? name,
  medianResolve: (text: string) => `resolved in ${text}, median`,
  promises: 'Promised updates',
  keptIn: 'Every update in time',
  missedIn: 'One late or not sent',
  kept: (kept: number, missed: number) =>
    kept + missed === 0
      ? 'None was promised in this period'
      : missed === 0
        ? `${kept} kept`
        : `${kept} kept, ${missed} late or not sent`,
  items: 'Action items',
  noItems: 'None was promised in this period',
  allItems: 'All action items',
  itemsAre: {
    done: (count: number) => `${count} done`,
    open: (count: number) => `${count} open`,
    overdue: (count: number) => `${count} overdue`,
    dropped: (count: number) => `${count} dropped`,
  },
  toAutomate: (done: number, open: number) => `Can be automated: ${done} done, ${open} open`,
  /** At the end of a line that counts action items. */
  inIncidents: (count: number) => (count === 1 ? 'in 1 incident' : `in ${count} incidents`),
  withDrills: 'With drills',
  drills: (count: number) => (count === 1 ? 'One drill is not counted.' : `${count} drills are not counted.`),
  backfilled: (count: number) =>
    count === 1
      ? 'One incident that was written down after it was over is not counted.'
      : `${count} incidents that were written down after they were over are not counted.`,
  withdrawn: (count: number) =>
    count === 1 ? 'One withdrawn incident is not counted.' : `${count} withdrawn incidents are not counted.`,
  open: (count: number) => `${count}: open these incidents`,
  openIn: (count: number) => `${count === 1 ? 'in 1 incident' : `in ${count} incidents`}: open them`,
};
