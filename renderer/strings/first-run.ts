export const firstRun = {
  invitedTo: (host: string) => `On ${host}. Say who you are; this browser then stays signed in.`,
  sayWhoYou: 'Say who you are first: the others see this name on everything you write.',
  whereDoYou: 'Set up Muster',
  musterKeepsDurable:
    'Muster keeps a durable copy of every incident on this computer, and goes on working when everything else is down.',
  yourName: 'Your name',
  onEverythingYou: 'On everything you write, for everybody in the room',
  startWarRoom: 'Start a war room on this computer',
  nothingSetUp: "Nothing to set up. You can invite others, or move to a team's server, later.",
  startHere: 'Start here',
  joinTeam: 'Join a team',
  pasteInvitationLink: 'Paste the invitation link that an owner of the team made for you.',
  invitationLink: 'Invitation link',
  httpsMusterExample: 'https://muster.example.com/join#…',
  joinTeamLabel: 'Join the team',
  youInvitedWar: 'You are invited to a war room',
  thisWarRoom: 'This war room needs an invitation',
  pasteInvitationLinkThat: (host: string | number) =>
    `Paste the invitation link that an owner of ${host} made for you.`,
  join: 'Join',
  tryingAgainEvery: (detail: string | number) => `${detail} Trying again every second.`,
  waitingForServer: 'Waiting for the server to answer.',
  connecting: 'Connecting',
  serverDoesNot: 'The server does not know you any more',
  yourAccessMay: (detail: string | number) =>
    `${detail} Your access may have been removed, or the server was set up anew. Ask an owner for a new invitation.`,
  toUseAnotherInvitation: 'Use another invitation',
};
