const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const configuration = {
  title: 'Configuration',
  onlyOwners: 'Owners of the team see the configuration and change it.',
  inForce: 'The file in force',
  noFile:
    'This server has no configuration file: everything was set on screens and by the API. Start it with --config FILE to keep the configuration as code.',
  file: 'Configuration file',
  loaded: 'In force since',
  never: 'never: its first reading failed',
  owns: 'It sets',
  ownsNothing: 'nothing',
  count: (section: string, count: number) => `${section}: ${count}`,
  sections: {
    channels: 'channels',
    schedules: 'schedules',
    monitors: 'monitors',
    maintenance: 'maintenance windows',
    policies: 'policies',
    intakes: 'intakes',
    services: 'services',
    pages: 'status pages',
  } as Readonly<Record<string, string>>,
  kinds: {
    channels: 'channel',
    schedules: 'schedule',
    monitors: 'monitor',
    maintenance: 'maintenance window',
    policies: 'policy',
    intakes: 'intake',
    services: 'service',
    pages: 'status page',
  } as Readonly<Record<string, string>>,
  faults: (count: number) =>
    `${plural(count, 'thing is', 'things are')} wrong in the file. What was in force before still is.`,
  fault: ({
    file,
    line,
    field,
    expected,
  }: Readonly<{ file: string; line: number | null; field: string; expected: string }>) =>
    `${file}${line === null ? '' : `, line ${line}`}${field === '' ? '' : `, ${field}`}: expected ${expected}`,
  readAgain: 'Read it again',
  notRead: (problem: string) => `The configuration could not be read. ${problem}`,
  export: 'Save as a file',
  exportWhy:
    'Everything that is configured here, as a file that --config takes. Secrets are named in it, never told.',
  save: 'Save muster.yaml',
  import: 'Take over a file',
  importWhy:
    'Of Muster, Gatus, or an Uptime Kuma 1.x backup. You see what would change before anything does.',
  choose: 'Choose a file…',
  format: 'It is a file of',
  formats: { muster: 'Muster', gatus: 'Gatus', 'uptime-kuma': 'Uptime Kuma' },
  overwrite: 'Change what is here under the same name',
  overwriteWhy: 'Else it stays as it is',
  tooLarge: 'The file is larger than 1 MB, which no configuration is.',
  notTaken: (problem: string) => `Nothing was taken over. ${problem}`,
  wouldBe: 'What would become of it',
  tookOver: 'What became of it',
  what: 'What',
  becomes: 'Becomes',
  leftOut: 'Left out, and why',
  planned: { added: 'new', changed: 'changed', kept: 'stays as it is here', left: 'left out' },
  made: { added: 'made', changed: 'changed', kept: 'stayed as it was', left: 'left out' },
  takeOver: (count: number) =>
    count === 0 ? 'Nothing to take over' : `Take over ${plural(count, 'thing', 'things')}`,
};
