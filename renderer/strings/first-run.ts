export const firstRun = {
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
  pasteInvitationLink:
    'Paste the invitation link that an owner of the team made for you, or the address of a server where you sign in with your company’s account.',
  invitationLink: 'Invitation link',
  httpsMusterExample: 'https://muster.example.com/join#…',
  joinTeamLabel: 'Join the team',
  youInvitedWar: 'You are invited to a war room',
  thisWarRoom: 'This war room needs an invitation',
  pasteInvitationLinkThat: (host: string | number) =>
    `Paste the invitation link that an owner of ${host} made for you.`,
  join: 'Join',
  signIn: 'Sign in',
  onHost: (host: string) => `On ${host}. This browser then stays signed in.`,
  withCompany: (host: string) => `Sign in with your account at ${host}`,
  orInvitation: 'Or join by an invitation',
  company: {
    'provider-away': 'Your company’s sign-in cannot be reached just now. Try again in a minute.',
    'not-allowed': 'Your company’s sign-in did not let you in.',
    'too-late': 'That sign-in took too long, or was begun in another window. Try again.',
  } as Readonly<Record<string, string>>,
  companyFailed: 'Your company’s sign-in did not work. Try again, or ask whoever looks after it.',
  tryingAgainEvery: (detail: string | number) => `${detail} Trying again every second.`,
  waitingForServer: 'Waiting for the server to answer.',
  connecting: 'Connecting',
  serverDoesNot: 'The server does not know you any more',
  yourAccessMay: (detail: string | number) =>
    `${detail} Your access may have been removed, or the server was set up anew. Ask an owner for a new invitation.`,
  toUseAnotherInvitation: 'Use another invitation',
};
