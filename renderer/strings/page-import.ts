// The screen that takes a status page of another tool over.
export const pageImport = {
  open: 'Import…',
  title: (page: string) => `Import another tool’s page into ${page}`,
  why: 'Import components, past incidents, planned work and subscribers from another tool’s page. Save the answers of its API as files, such as components.json and incidents.json, and choose them here; subscribers may also be a list as CSV. You see every change before Muster makes it. A second import of the same files changes nothing.',
  onlyOwners: 'Only owners import pages.',
  choose: 'Choose files…',
  tool: 'The page comes from',
  tools: {
    statuspage: 'Statuspage',
    openstatus: 'openstatus',
    instatus: 'Instatus',
    'better-stack': 'Better Stack',
  },
  files: (names: readonly string[]) => names.join(', '),
  tooLarge:
    'The files have more than 12,000,000 characters together. Import them one after the other, components first.',
  notTaken: (why: string) => `Nothing was imported. ${why}`,
  wouldBe: 'What would happen',
  tookOver: 'What happened',
  what: 'What',
  becomes: 'Becomes',
  leftOut: 'Left out or changed, and why',
  kinds: {
    component: 'component',
    incident: 'incident',
    maintenance: 'planned work',
    subscribers: 'subscribers',
  },
  file: 'What else the files hold',
  subscribers: (count: number) => (count === 1 ? '1 subscriber' : `${count} subscribers`),
  planned: { added: 'new', changed: 'changed', kept: 'stays as it is here', left: 'left out' },
  made: { added: 'added', changed: 'changed', kept: 'stayed as it was', left: 'left out' },
  nobodyTold: 'Muster tells nobody about past incidents. Subscribers get the next update.',
  takeOver: (count: number) =>
    count === 0 ? 'Nothing to import' : count === 1 ? 'Import 1 item' : `Import ${count} items`,
};
