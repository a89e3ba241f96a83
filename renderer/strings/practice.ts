export const practice = {
  title: 'Practice',
  palette: 'Practise for two minutes',
  keywords: [
    'drill',
    'tutorial',
    'training',
    'learn',
    'try it',
    'getting started',
    'demo',
    'practice room',
    'tour',
  ],
  tag: 'Practice: Muster keeps and sends nothing',
  leave: 'Leave the practice',
  again: 'Practise again',
  steps: 'Steps of the practice',
  done: 'done',
  connection: 'In this window only',
  onlyReal: 'This needs a real incident. The practice leaves it out.',
  service: 'practice-shop',
  monitor: 'Practice shop',
  failing: '503 Service Unavailable',
  incident: 'Practice: the shop answers with errors',
  robin: 'Robin (practice)',
  channel: 'Practice channel, which reaches nobody',
  hello: 'I am Robin, a part of this practice. I see the errors too: every order fails.',
  cause: 'The errors began with the deploy a few minutes ago.',
  repair: 'Rolled the practice shop back to the version before.',
  update:
    'We know that orders fail in the practice shop, and we are working on it. We write again within 30 minutes.',
  step: {
    acknowledge: { short: 'Acknowledge', key: 'a' },
    command: { short: 'Take command', key: 'q' },
    severity: { short: 'Severity', key: 's' },
    note: { short: 'Note', key: 'c' },
    update: { short: 'Update', key: 'u' },
    resolve: { short: 'Resolve', key: 't' },
  },
  how: {
    acknowledge:
      'A check found that the practice shop fails. Acknowledge it, so that nobody else is paged. The line under the header always names the next step.',
    command: 'Take command. One person decides, so that nobody has to ask who does.',
    severity: 'Set the severity. Say how many people are affected and what they cannot do. P2 fits here.',
    note: 'Write what you see in the line at the bottom and press Enter. It becomes part of the timeline and later of the review.',
    update:
      'Robin asks you to approve an update for customers. Go to Comms and read it. Tab leads to Approve, then to Send, then to the practice channel.',
    resolve:
      'Robin rolled back, and the check is up again. Press T, then 5 for Resolved. It asks for the missing answers. One word is enough.',
  },
  realPageFirst:
    'The page above is real. Answer it first: until then A acknowledges it and not the practice incident.',
  finished: (length: string) =>
    `You finished in ${length}. A real incident is the same room, with your team in it.`,
  atFirstRun: 'Start with two minutes of practice',
  inLobby: 'Practise for two minutes',
  inLobbyWhy: 'A room with a failing service and a second responder who follows a script. Nothing is kept.',
};
