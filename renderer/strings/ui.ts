export const ui = {
  couldNotBe: (name: string | number) => `${name} could not be shown`,
  nothingThatWas:
    'Nothing that was written is lost; only the display failed. Show it again, or reload the window if it fails again.',
  showAgain: 'Show again',
  here: 'Here',
  min: (floor: string | number) => `${floor} min`,
  minWith: (minutes: string | number) => ` ${minutes} min`,
  justNow: 'just now',
  ago: (count: string | number) => `${count} ago`,
  utc: (replace: string | number) => `${replace} UTC`,
  assumedNobodyHas: (severity: string | number) => `${severity} assumed: nobody has set the severity yet`,
  triage: 'Triage',
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  closed: 'Closed',
  anotherCheck: 'another check',
  forWith: (count: string | number) => `for ${count}`,
  /** Before, and after, the time that is left or over. */
  dueIn: 'in ',
  overdue: ' overdue',
};
