export const paging = {
  title: 'Page somebody',
  palette: 'Page somebody…',
  key: 'Page somebody',
  whom: 'Whom',
  whomHint:
    'A person, a service or a schedule (its person on call), a policy, or an e-mail address outside the team',
  people: 'People',
  services: 'On call for a service',
  schedules: 'On call in a schedule',
  policies: 'Policies, step by step',
  onCallFor: (service: string) => `On call for ${service}`,
  onCallIn: (schedule: string) => `On call in ${schedule}`,
  policy: (name: string) => `Policy: ${name}`,
  onCallNow: (names: string) => `${names} now`,
  noSchedule: 'by its policy or owner',
  nobodyNow: 'nobody now',
  unknown: (names: string) =>
    `Not known here: ${names}. Choose a name from the list, or write an e-mail address.`,
  text: 'What they should know',
  textHint: 'What is broken and what you need from them. It goes out with the page.',
  fill: 'Fill in what the room knows',
  reach: 'Who gets the page now',
  asking: 'Asking the server…',
  reached: (name: string, ways: string) => `${name}: ${ways}`,
  /** One way of reaching a person, such as `E-mail after 5 min`. */
  way: (name: string, after: number) => (after === 0 ? `${name} at once` : `${name} after ${after} min`),
  wayFails: (name: string, problem: string) => `not by ${name} (${problem})`,
  outside: (address: string) => `${address}: an e-mail with a link to answer`,
  channelsOnly: (name: string) => `${name}: its channels`,
  desktopOnly: 'Only an open desktop or browser shows it.',
  nobody: (name: string, problem: string) => `${name} cannot be reached now: ${problem}.`,
  again: 'Muster pages each person again every few minutes until they answer.',
  page: 'Page',
  pageAnyway: 'Page anyway',
  pageLater: 'Page when it is back',
  leave: 'Cancel',
  close: 'Close',
  nobodyAtAll: 'Muster can page nobody for this. Choose somebody else, or call them.',
  done: (reached: readonly string[], missed: readonly string[]) =>
    missed.length === 0
      ? `Paged: ${reached.join(', ')}`
      : reached.length === 0
        ? `Not reached yet: ${missed.join(', ')}. The room says why.`
        : `Paged: ${reached.join(', ')}. Not reached: ${missed.join(', ')}. The room says why.`,
  queued: 'Saved. The page goes out when the team’s server is back.',
  away: 'The team’s server is away, so Muster cannot page anybody now. Call them if you can. If you go on, this room keeps your page. It goes out when the server is back within an hour.',
  chooseSomebody: 'Choose whom to page.',
  over: 'This incident is over, so Muster pages nobody for it.',
  command: 'Page somebody. You see who gets the page before it goes out',
  commandSays: (whom: string) => (whom === '' ? 'Choose whom to page' : `Page ${whom}`),
  onlyInRoom: 'You must see who gets the page first. Do it in the room.',
};
