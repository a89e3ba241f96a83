export const room = {
  panelKeyGroup: 'The name of a panel',
  panelKeys: {
    enter: 'Fold it away, or unfold it',
    'alt+arrowup': 'Move it up',
    'alt+arrowdown': 'Move it down',
  },
  room: 'Room',
  nextColumn: 'The next column',
  panels: 'Panels',
  toPanel: (title: string) => `To ${title}`,
  columns: 'Columns',
  enterFoldsAlt: 'Enter folds, Alt with up or down moves the panel',
  response: 'Response',
  commsChecks: 'Comms and checks',
  timeline: 'Timeline',
  openingReview: 'Opening the review',
  openingRoom: 'Opening the room',
  thisRoomNot: 'This room is not on this computer yet',
  opensByItself: (words: string | number) => `${words}. It opens by itself as soon as the server answers.`,
  serverDoesNot: 'the server does not let you in',
  refused: (value: string | number) => `Refused: ${value}`,
  connecting: 'Connecting',
  liveSaving: (countChanges: string | number) => `Live: saving ${countChanges}`,
  live: 'Live',
  notWithTeam: (countChanges: string | number) => `. ${countChanges} not with the team yet`,
  hubOnlyYou: 'Hub: only you so far',
  hubPeople: (people: string | number) => `Hub: ${people} people`,
  nothingWaitsBe: 'nothing waits to be sent',
  notSent: (countChanges: string | number) => `${countChanges} not sent`,
  refusedByTeams: (waiting: string | number) =>
    `Refused by the team’s server: ${waiting}. Ask for a new invitation`,
  onThisComputer: (waiting: string | number) => `On this computer only: ${waiting}`,
  mustersOwnServer: 'Muster’s own server is starting again',
  offlineReadingCopy: 'Offline: reading the copy in this browser',
  offlineOnlyIn: (countChanges: string | number) => `Offline: ${countChanges} only in this browser`,
  notSavedYet: (words: string | number, countChanges: string | number) =>
    `${words}: ${countChanges} not saved yet`,
  changes: (count: number) => (count === 1 ? '1 change' : `${count} changes`),
  restricted:
    'this incident is restricted to others now. Ask its commander or an owner if you should be among them',
  serverDoesNotKnow: 'the server does not know your token. Ask for a new invitation',
  serverDoesNotAllow: (value: string | number) =>
    `the server does not allow this${value}. Reload to see what it kept`,
  roomOrChange:
    'the room or a change is too large for the server. Copy what you wrote elsewhere, then reload',
  serverDidNot: (code: string | number, value: string | number) =>
    `the server did not understand this client (${code}${value}). Reload to try again`,
};
