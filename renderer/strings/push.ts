export const push = {
  title: 'Push notices on phones and browsers',
  lead: 'A page rings on each of these, also while Muster is closed, with Acknowledge on the notice.',
  allow: 'Allow notices on this device',
  stop: 'Stop',
  stopOn: (name: string) => `Stop notices on ${name}`,
  test: 'Send a test',
  testOn: (name: string) => `Send a test notice to ${name}`,
  sent: 'Sent. It should be here in a moment.',
  notSent: (reason: string) => `Not sent: ${reason}`,
  here: 'this device',
  since: 'allowed ',
  last: 'last notice ',
  gone: 'The browser takes no more notices since ',
  goneHint: '. Allow them again on that device.',
  remove: 'Remove',
  removeNamed: (name: string) => `Remove ${name} from the list`,
  devices: 'My devices',
  none: 'No device yet. Open this page on your phone and allow notices there.',
  noneDesktop:
    'No device yet. Open your team’s server in the browser of your phone, sign in there, and allow notices in its settings.',
  insecure:
    'Browsers take push notices only over https. This page was opened over http: ask the people who run the server for its https address.',
  unable:
    'This browser takes no push notices. On an iPhone add Muster to the home screen first (Share, Add to Home Screen) and open it from there.',
  refused:
    'Notices of this page are blocked in the browser. Allow them in the browser’s settings for this site, then come back.',
  failed: (reason: string) => `Notices were not allowed: ${reason}`,
  deviceName: (browser: string, system: string) => `${browser} on ${system}`,
  aBrowser: 'A browser',
  aComputer: 'a computer',
};
