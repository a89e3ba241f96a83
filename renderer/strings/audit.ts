const areas: Readonly<Record<string, string>> = {
  people: 'People',
  invitations: 'Invitations',
  tokens: 'Devices and tokens',
  monitors: 'Monitors',
  monitoring: 'Monitoring',
  maintenance: 'Maintenance',
  schedules: 'Schedules',
  policies: 'Paging policies',
  channels: 'Channels',
  intakes: 'Intakes',
  pages: 'Status pages',
  services: 'Services',
  incidents: 'Incidents',
  reports: 'Reports',
  bridge: 'Calls',
  configuration: 'Configuration',
  audit: 'Audit log',
};

type Plain = string | number | boolean | null | readonly string[];
const plain = (value: Plain): string => {
  if (value === null) return 'nothing';
  return typeof value === 'object' ? value.join(', ') : String(value);
};

export const audit = {
  title: 'Audit log',
  onlyOwners: 'Only owners see the audit log. It says who changed what, and from where.',
  caption: 'Who added, changed and removed what',
  when: 'When',
  who: 'Who',
  what: 'What',
  fields: 'Changed',
  areas,
  area: 'About',
  everything: 'Everything',
  person: 'By',
  everybody: 'Everybody',
  older: 'Older entries',
  nothing: 'No entry fits these filters.',
  save: 'Save as JSONL',
  actors: {
    configuration: (file: string) => `File ${file}`,
    'command-line': 'Command line',
    provider: 'Company sign-in',
    nobody: 'With an invitation',
  },
  byToken: (name: string) => `token ${name}`,
  byDesktop: 'from a desktop',
  from: (address: string) => `from ${address}`,
  results: {
    done: '',
    refused: 'refused',
    failed: 'failed',
    unknown: 'unknown: the server stopped before it answered',
  },
  change: ({ field, from, to }: { field: string; from?: Plain; to?: Plain }) => {
    if (to === undefined) return field;
    return from === undefined ? `${field}: ${plain(to)}` : `${field}: ${plain(from)} → ${plain(to)}`;
  },
  keeping: 'Retention and forwarding',
  days: 'Days to keep entries',
  daysHint: 'From 30 to 3,650',
  channel: 'Send each entry to',
  channelHint: 'A webhook gets the entry as JSON in the text',
  nowhere: 'Nowhere',
  keep: 'Save',
  saved: 'Saved',
  notRead: (problem: string) => `The audit log could not be read. ${problem}`,
  notSaved: (problem: string) => `It was not saved. ${problem}`,
};
