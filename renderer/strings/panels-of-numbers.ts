// The numbers as tables and drawings, under the dots.
export const numberPanels = {
  unreadable: (why: string) => `These numbers could not be read. ${why}`,
  csv: 'CSV',
  json: 'JSON',
  saveAs: (name: string, format: string) => `Save “${name}” as ${format}`,
  notSaved: (why: string) => `Not saved. ${why}`,
  nothing: 'Nothing is recorded in this period.',
  incidents: 'Behind it',
  show: (count: number) => (count === 1 ? 'Show 1 incident' : `Show ${count} incidents`),
  shown: 'Behind this number',
  notRecorded: 'not recorded',
  none: 'none',
  weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  hour: (weekday: string, hour: number, count: number, what: string) =>
    `${weekday} ${String(hour).padStart(2, '0')}:00, ${count} ${what}`,
  layers: { incidents: 'incidents', pages: 'pages' },
  layerTitles: { incidents: 'Incidents', pages: 'Pages' },
  stage: (name: string, length: string) => `${name}: ${length}`,
  stagesLeft: (count: number) => `${count} more are in the file.`,
  asTable: 'As a table',
  lines: (name: string, count: number) => `${name} ${count}`,
};
