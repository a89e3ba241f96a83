export const comms = {
  send: 'Send',
  sendAgain: 'Send again',
  sendWithout: 'Send without approval',
  sendElsewhere: 'Send by another channel',
  channels: 'Channels',
  noChannels: (audience: string) =>
    `No channel is marked for ${audience}. An owner marks one in the settings; until then send it yourself and log it here.`,
  away: (why: string) => `Muster cannot send it now. ${why} Writing and approving go on.`,
  cut: 'Muster cannot send it now: writing and approving go on, and the team’s server, which sends, is out of reach since',
  notApproved: 'Nobody approved it as it stands. Why does it go out?',
  elsewhere: 'Sent by other means? It is logged as it is now.',
  where: 'Where it was sent',
  log: 'Log as sent',
  logWithout: 'Log without approval',
  done: 'Done',
  asking: 'asking',
  queued: 'on its way',
  queuedSince: (tries: number, reason: string) =>
    `on its way, ${tries === 1 ? 'one attempt' : `${tries} attempts`} so far: ${reason}`,
  sent: 'sent',
  notSent: (reason: string) => `not sent: ${reason}`,
  unsent: 'Not sent',
};
