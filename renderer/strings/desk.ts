const reasons: Record<string, string> = {
  declared: 'declared',
  reopened: 'reopened',
  'severity-raised': 'severity raised',
  'severity-lowered': 'severity lowered',
  'not-acknowledged-in-time': 'nobody acknowledged in time',
  'p1-goes-on': 'the P1 goes on',
  'another-outage': 'something else has begun to fail',
  declined: 'passed on',
  'answer-taken-back': 'the acknowledgement was taken back',
  'silent-after-acknowledging': 'silent since it was acknowledged',
  'business-hours-began': 'business hours began',
  drill: 'a drill',
};

export const desk = {
  pages: {
    label: 'You are paged',
    lead: 'You are paged',
    here: 'for this incident',
    more: (count: number) => (count === 1 ? '1 more page' : `${count} more pages`),
    fewer: 'Show fewer pages',
    anIncident: 'an incident that you cannot see',
    reasons,
    why: (policy: string, step: number, reason: string) => `Policy ${policy}, step ${step}: ${reason}`,
    testName: 'a test page: nothing is wrong',
    testWhy: 'This is how a page reaches you here',
    arrived: 'It arrived',
    askedBy: (name: string, text: string | null) =>
      text === null ? `${name} asks for your help` : `${name} asks for your help: ${text}`,
    since: (time: string, ago: string) => `paged at ${time}, ${ago}`,
    acknowledge: 'Acknowledge',
    open: 'Open',
    runbook: 'Runbook',
    openKeys: 'Open the incident of the page (Shift J)',
    notMe: 'Pass on',
    which: 'Which page do you acknowledge?',
    leaveAll: 'Close without acknowledging',
    sending: 'Sending your answer…',
    written:
      'Acknowledged in the room on this computer. The team’s server is away and hears of it later. Until then it may page others.',
    waiting:
      'Not sent yet: the team’s server is away. Muster sends your answer when it is back. Until then nobody else is paged for you.',
    notAnswered: (problem: string) => `Not answered. ${problem}`,
    keys: { acknowledge: 'Acknowledge the page', open: 'Open the incident of the page' },
  },
  mutes: {
    label: 'Muted on this computer',
    until: (service: string, time: string) => `${service} muted until ${time}`,
    unmute: 'Unmute',
    unmuteOf: (service: string) => `Unmute ${service}`,
  },
  settings: {
    sounds: 'Sounds',
    soundsSwitch: 'Pages and mentions of me',
    soundsHint: 'A message always appears too',
    volume: 'Volume',
    scribe: 'Scribe bar',
    scribeHint: 'Opens a single line over any program. The tray and the command muster note do the same.',
    scribeKeys: (keys: string) =>
      `Keys of the scribe bar: ${keys || 'none'}. Press this, then the keys you want.`,
    press: 'Press the keys now. Esc keeps the old ones',
    none: 'No keys',
    clear: 'No keys',
    states: {
      on: 'These keys work in every program.',
      off: 'No keys are set.',
      taken: 'Another program uses these keys. Choose others.',
      unknown: 'The system does not accept these keys. Press others, such as Ctrl Shift F9.',
      wayland:
        'On Wayland a program cannot set keys. Use the tray, or set a key for the command muster note in the system settings.',
    },
  },
};
