export const push = {
  title: 'Push notices on phones and browsers',
  lead: 'A page rings on each of these devices, even while Muster is closed. You can acknowledge it on the notice.',
  allow: 'Allow notices on this device',
  stop: 'Stop',
  stopOn: (name: string) => `Stop notices on ${name}`,
  test: 'Send a test',
  testOn: (name: string) => `Send a test notice to ${name}`,
  sent: 'Sent. It should arrive in a moment.',
  notSent: (reason: string) => `Not sent: ${reason}`,
  here: 'this device',
  since: 'allowed {time}',
  last: 'last notice {time}',
  gone: 'The browser stopped accepting notices {time}. Allow them again on that device.',
  remove: 'Remove',
  removeNamed: (name: string) => `Remove ${name} from the list`,
  devices: 'My devices',
  none: 'No device yet. Open this page on your phone and allow notices there.',
  noneDesktop:
    'No device yet. Open your team’s server in the browser of your phone, sign in there, and allow notices in its settings.',
  insecure:
    'Browsers accept push notices only over https, and you opened this page over http. Ask the people who run the server for its https address.',
  unable:
    'This browser does not support push notices here. On an iPhone, first add Muster to the home screen (Share, Add to Home Screen) and open it from there.',
  refused:
    'The browser blocks notices from this page. Allow them in the browser’s settings for this site, then come back.',
  failed: (reason: string) => `Notices were not allowed: ${reason}`,
  deviceName: (browser: string, system: string) => `${browser} on ${system}`,
  aBrowser: 'A browser',
  aComputer: 'a computer',
};
