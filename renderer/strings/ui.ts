const listed = new Intl.ListFormat('en-GB');

export const ui = {
  awaited: {
    answer: {
      asking: 'Asking the server',
      long: 'No answer yet. Muster keeps asking. You can go on working in open rooms.',
    },
    opening: {
      asking: 'Opening',
      long: 'This screen is slow to load. You can go on working in others.',
    },
    since: (seconds: number) => `${seconds} s so far`,
  },
  tryAgain: 'Try again',
  serverAway: 'The server went away {time}. This button works again when it is back.',
  unknownSince: (time: string) => `Not known since ${time}`,
  whyUnknown: 'The server does not answer. When it last did, there were none.',
  whyNoSuch: 'The address may be wrong, somebody may have deleted it, or you may not see it.',
  /** `Ana`, `Ana and Bo`, `Ana, Bo and Cy`. */
  list: (names: readonly string[]) => listed.format(names),
  close: 'Close',
  aCheck: 'a check',
  severities: { P1: 'P1, critical', P2: 'P2, major', P3: 'P3, minor', P4: 'P4, low' },
  notPasted: 'Not pasted',
  tooLongToPaste: (length: number, limit: number) =>
    `The field would then have ${length.toLocaleString('en')} characters, and the limit is ${limit.toLocaleString('en')}. In a room, paste it into the composer: Muster can attach it as a file.`,
  notShown: (name: string) => `${name} could not be shown`,
  notShownWhy:
    'Nothing that you wrote is lost. Only the display failed. Show it again, or reload the window if it fails again.',
  showAgain: 'Show again',
  here: 'Here',
  min: (minutes: number) => `${minutes} min`,
  /** From an hour on, less than a day. */
  hours: (hours: number, minutes: number) => (minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`),
  justNow: 'just now',
  utcZone: 'UTC',
  localTime: 'local time',
  ago: (length: string) => `${length} ago`,
  utc: (moment: string) => `${moment} UTC`,
  assumedSeverity: (severity: string) => `${severity} assumed: nobody has set the severity yet`,
  triage: 'Triage',
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  closed: 'Closed',
  anotherCheck: 'another check',
  forWith: (length: string) => `for ${length}`,
  dueNow: 'due now',
  justLate: 'late',
  dueIn: (length: string) => `in ${length}`,
  late: (length: string) => `${length} late`,
};
