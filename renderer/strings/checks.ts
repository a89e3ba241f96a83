/** What is said of a check besides up and down. Times come ready to be read. */
export const checks = {
  waiting: 'waiting for its first result',
  maintenance: 'in maintenance',
  maintenanceUntil: (time: string) => `in maintenance until ${time}`,
  flapping: 'flapping',
  explained: (parent: string) => `failing because ${parent} is down`,
  blindSince: (time: string) => `Monitoring blind since ${time}`,
  blindHelp:
    'This server’s own network is away, or its name servers are. What fails because of that is not declared.',
  asOf: 'Server unreachable. Checks as of ',
  teamsServerCannot: '.',
  lastKnownState: 'The server does not answer. This is what was last known.',
  noCheckTouched: 'No check touched this incident.',
  nothingCheckedYet: 'No checks yet. Add one in Monitors.',
  hideOthers: 'Hide the others',
  check: 'check',
  checks: 'checks',
  showOther: (count: string | number, value: string | number, trouble: string | number) =>
    `Show ${count} other ${value}${trouble}`,
  down: (down: string | number) => `, ${down} down`,
  latencyOf: (name: string | number) => `Latency of ${name}`,
  noAnswer: 'no answer',
  ms: (round: string | number) => `${round} ms`,
  ago: ' ago',
  downWith: (down: string | number) => `${down} down`,
  noAnswers: (label: string | number) => `${label}: no answers`,
  msSamples: (
    label: string | number,
    round: string | number,
    round2: string | number,
    count: string | number,
  ) => `${label}: ${round} to ${round2} ms, ${count} samples`,
};
