const reasons: Record<string, string> = {
  declared: 'declared',
  reopened: 'reopened',
  'severity-raised': 'severity raised',
  'severity-lowered': 'severity lowered',
  'not-acknowledged-in-time': 'nobody acknowledged in time',
  'p1-goes-on': 'a P1 goes on',
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
    anIncident: 'an incident',
    why: (policy: string, step: number, reason: string) =>
      `Policy ${policy}, step ${step}: ${reasons[reason] ?? reason.replaceAll('-', ' ')}`,
    testName: 'a test page: nothing is wrong',
    testWhy: 'This is how a page reaches you here',
    arrived: 'It arrived',
    askedBy: (name: string, text: string | null) =>
      text === null ? `${name} asks for your help` : `${name} asks for your help: ${text}`,
    since: (time: string, ago: string) => `paged at ${time}, ${ago}`,
    acknowledge: 'Acknowledge',
    open: 'Open',
    openKeys: 'Open the incident of the page (Shift J)',
    notMe: 'Pass on',
    which: 'Which page do you acknowledge?',
    leaveAll: 'Close, and leave all as they are',
    sending: 'Sending your answer …',
    written:
      'Acknowledged in the room on this computer. The team’s server is away and hears it once it is back; until then it may page others.',
    waiting:
      'Not sent yet: the team’s server is away. It is sent once it is back; until then nobody else is paged for you.',
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
    soundsSwitch: 'A sound for pages and for lines that name you, never without a message beside it',
    volume: 'Volume',
    scribe: 'Scribe bar',
    scribeHint: 'Open one line over any program. The tray and the command muster note do the same.',
    scribeKeys: (keys: string) =>
      `Keys of the scribe bar: ${keys || 'none'}. Press this, then the keys you want.`,
    press: 'Press the keys now; Esc leaves them',
    none: 'No keys',
    clear: 'No keys',
    states: {
      on: 'These keys work in every program.',
      off: 'No keys are set.',
      taken: 'Another program has these keys. Choose others.',
      unknown: 'The system knows no such keys. Press others, such as Ctrl Shift F9.',
      wayland:
        'This desktop (Wayland) gives no program keys of its own. Use the tray, or give the command muster note a key in its settings.',
    },
  },
};
