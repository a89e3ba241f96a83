export const room = {
  panelKeyGroup: 'The name of a panel',
  panelKeys: {
    enter: 'Fold or unfold it',
    'alt+arrowup': 'Move it up',
    'alt+arrowdown': 'Move it down',
  },
  room: 'Room',
  nextColumn: 'Next column',
  panels: 'Panels',
  toPanel: (title: string) => `To ${title}`,
  columns: 'Columns',
  panelHint: 'Enter folds the panel. Alt with an up or down arrow moves it',
  response: 'Response',
  commsChecks: 'Comms and checks',
  timeline: 'Timeline',
  notHereYet: 'This room is not on this computer yet',
  notOnServer: 'There is no such incident here',
  notInBrowser: 'This browser has no copy of this room',
  whyNotHere:
    'The address may be wrong, the incident may be hidden from you, or it has not arrived yet. It opens by itself when it arrives.',
  opensByItself: (connection: string) =>
    `${connection.replace(/\.$/u, '')}. It opens by itself as soon as the server answers.`,
  notAdmitted: 'the server does not let you in',
  refused: (value: string) => `Refused: ${value}`,
  connecting: 'Connecting',
  liveSaving: (countChanges: string) => `Live: saving ${countChanges}`,
  live: 'Live',
  hubBehind: (people: string, changes: string) => `${people}. ${changes} not with the team yet`,
  hubOnlyYou: 'Hub: only you so far',
  hubPeople: (people: number) => `Hub: ${people} people`,
  nothingWaits: 'no unsent changes',
  notSent: (countChanges: string) => `${countChanges} not sent`,
  refusedByTeam: (waiting: string) => `Refused by the team’s server: ${waiting}. Ask for a new invitation`,
  onThisComputer: (waiting: string) => `On this computer only: ${waiting}`,
  ownServerStarting: 'Muster’s own server is starting again',
  offlineReadingCopy: 'Offline: reading the copy in this browser',
  offlineOnlyIn: (countChanges: string) => `Offline: ${countChanges} only in this browser`,
  notSavedYet: (words: string, countChanges: string) => `${words}: ${countChanges} not saved yet`,
  changes: (count: number) => (count === 1 ? '1 change' : `${count} changes`),
  restricted: 'you can no longer see this incident. Ask its commander or an owner for access',
  tokenUnknown: 'the server does not know your token. Ask for a new invitation',
  notAllowed: (why: string) =>
    why === ''
      ? 'the server does not allow this. Reload to see what it kept'
      : `the server does not allow this (${why}). Reload to see what it kept`,
  tooLarge: 'the room or a change is too large for the server. Copy what you wrote elsewhere, then reload',
  notUnderstood: (code: number, why: string) =>
    why === ''
      ? `the server did not understand this client (${code}). Reload to try again`
      : `the server did not understand this client (${code}: ${why}). Reload to try again`,
};
