/** Words about a check. Times are formatted already. */
export const checks = {
  up: 'up',
  degraded: 'degraded',
  isDown: 'down',
  paused: 'paused',
  maintenance: 'in maintenance',
  maintenanceUntil: (time: string) => `in maintenance until ${time}`,
  flapping: 'flapping',
  explained: (parent: string) => `failing because ${parent} is down`,
  blindSince: (time: string) => `Monitoring blind since ${time}`,
  blindHelp:
    'This server’s own network or its name servers are down. Failures that this causes declare no incident.',
  asOf: 'Server unreachable. Checks as of {time}.',
  lastKnownState: 'The server does not answer. You see the last known state.',
  noneHere: 'No check belongs to this incident.',
  noneKnown: 'No checks were known when the server last answered.',
  nothingCheckedYet: 'No checks yet. Add one in Monitors.',
  nothingChecked: 'No checks yet.',
  hideOthers: 'Hide the others',
  showOther: (count: number, down: number) => {
    const show = count === 1 ? 'Show 1 other check' : `Show ${count} other checks`;
    return down === 0 ? show : `${show}, ${down} down`;
  },
  latencyOf: (name: string) => `Latency of ${name}`,
  noAnswer: 'no answer',
  ms: (latency: number) => `${latency} ms`,
  downWith: (down: number) => `${down} down`,
  noAnswers: (label: string) => `${label}: no answers`,
  msSamples: (label: string, least: number, most: number, count: number) =>
    `${label}: ${least} to ${most} ms, ${count} samples`,
};
