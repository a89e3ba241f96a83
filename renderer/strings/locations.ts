// CH19 to CH22: locations that measure beside the team's server.
const checks = (count: number) => (count === 1 ? '1 check' : `${count} checks`);

export const locations = {
  title: 'Locations',
  lead: 'Computers of the team can run checks beside its server. A check that names several locations is down only when enough of them agree.',
  theServer: 'The server',
  /** What a location saw; `time` is a time of day. */
  states: {
    up: 'up since {time}',
    degraded: 'degraded since {time}',
    down: 'down since {time}',
    unknown: 'not measured since {time}',
  },
  own: {
    allow: 'Let the team run checks from this computer',
    unused: 'The team does not use this computer as a location.',
    asked: (name: string) =>
      `An owner added this computer as the location ${name}. It runs checks only while you allow it.`,
    measures: (name: string, count: number) => `It is the location ${name} and runs ${checks(count)}.`,
    unsent: (count: number) =>
      count === 1 ? '1 result waits for the team’s server.' : `${count} results wait for the team’s server.`,
  },
  none: 'There are no locations yet. Only the team’s server runs checks.',
  notRead: (problem: string) => `The locations could not be read. ${problem}`,
  notSaved: (problem: string) => `Nothing was changed. ${problem}`,
  onlyOwners: 'Only owners change locations.',
  name: 'Name',
  nameHint: 'The place, such as Office Berlin',
  computer: 'Computer',
  computerOf: (computer: string | null, person: string) =>
    computer === null ? `A computer of ${person}` : `${computer} of ${person}`,
  removedComputer: 'a computer that was removed',
  noComputers: 'The team has no further computer to add. A desktop that joins the team becomes one.',
  state: 'State',
  heard: 'last contact {time}',
  unheard: 'no contact since the server started',
  waits: (person: string) => `waits until ${person} allows it in Settings, Connection`,
  checks: 'Checks',
  secrets: 'Secrets',
  secretsOf: (name: string) => `${name} may know the secrets of its checks`,
  secretsHint: 'Without secrets, it gets no checks that have any.',
  actions: 'Actions',
  add: 'Add a location',
  remove: 'Remove',
  removeOf: (name: string) => `Remove the location ${name}`,
  removeReally: (name: string) => `Remove ${name} and its results`,
  keep: 'Keep',
  form: {
    from: 'Run from',
    hint: 'Each location runs the check at the same interval.',
    noOthers: 'Owners add locations in Settings, Connection.',
    quorum: 'Down when',
    most: (count: number) => `more than half agree (${count})`,
    count: (count: number, of: number) => (count === 1 ? 'one sees it down' : `${count} of ${of} agree`),
  },
};
