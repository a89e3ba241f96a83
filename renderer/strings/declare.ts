export const declare = {
  more: 'More',
  less: 'Less',
  nature: 'What it is',
  natures: { outage: 'Outage', degradation: 'Degradation', bug: 'Bug' },
  how: 'Who noticed',
  ways: {
    employee: 'An employee',
    customer: 'A customer',
    ticket: 'A support ticket',
    deploy: 'Seen during a deploy',
    monitor: 'A monitor',
  },
  who: 'Name or ticket',
  at: 'First noticed',
  atHint: '14:02 or -20m',
  description: 'What is known',
  /** `noticed by a customer`. */
  noticedIn: (how: string) => `noticed ${how}`,
  looksLike: (number: string, title: string) => `Looks like ${number}: ${title}`,
  join: 'Join it instead',
  noTime: (typed: string) => `${typed} is no time. Write one such as 14:02 or -20m.`,
  needsHow: 'Say who noticed as well.',
};
