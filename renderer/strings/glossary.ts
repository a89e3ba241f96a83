// What Muster's own words mean, and other words for what the keys of a room do.
export const glossary = [
  {
    term: 'Room',
    meaning: 'One incident, shared by everybody: its timeline, roles, checks, updates and review.',
    leadsTo: { screen: 'lobby' },
  },
  {
    term: 'Hub',
    meaning: 'A desktop that others connect to while the team’s server is away.',
    leadsTo: { screen: 'settings', section: 'connection' },
  },
  {
    term: 'Commander',
    meaning: 'Leads the incident and decides. One person at a time. The header shows who.',
    leadsTo: { screen: 'handbook', page: 'commander' },
  },
  {
    term: 'Scribe',
    meaning: 'Writes down what happens, so that others can work. The scribe bar opens over any program.',
    leadsTo: { screen: 'settings', section: 'you' },
  },
  {
    term: 'Severity',
    meaning:
      'How bad it is. P1 is the worst, P4 the least. It decides who is paged and how often customers get updates.',
    leadsTo: { screen: 'settings', section: 'severities' },
  },
  {
    term: 'Monitor',
    meaning: 'A check with its interval: a page, a port, a certificate, a query, or a job that reports.',
    leadsTo: { screen: 'monitors', monitor: null },
  },
  {
    term: 'Intake',
    meaning: 'An address to which other tools send their alerts.',
    leadsTo: { screen: 'settings', section: 'intake' },
  },
  {
    term: 'Policy',
    meaning: 'Who is paged, in which order, and how long each person has to answer.',
    leadsTo: { screen: 'settings', section: 'paging' },
  },
  {
    term: 'Channel',
    meaning: 'A way to reach people: e-mail, chat, SMS, a call.',
    leadsTo: { screen: 'settings', section: 'channels' },
  },
  {
    term: 'Push notice',
    meaning:
      'A page that rings on a phone or browser, even while Muster is closed. Allow it once on each device.',
    leadsTo: { screen: 'settings', section: 'you' },
  },
  {
    term: 'In force',
    meaning:
      'The current decisions of a room, above its timeline. It also shows decisions that contradict each other.',
    leadsTo: { screen: 'lobby' },
  },
  {
    term: 'Playbook',
    meaning: 'Steps for one kind of incident. They become a checklist in the room.',
    leadsTo: { screen: 'playbooks', playbook: null },
  },
  {
    term: 'Four R’s',
    meaning: 'The phases of every incident: respond, resolve, recover, review. Each has its own goal.',
    leadsTo: { screen: 'handbook', page: 'four-rs' },
  },
  {
    term: 'Drill',
    meaning: 'An incident for practice. No number counts it, and every screen marks it as a drill.',
    leadsTo: { screen: 'lobby' },
  },
  {
    term: 'Review',
    meaning: 'What happened in an incident, why, and what will change. Muster writes the first draft.',
    leadsTo: { screen: 'incidents', query: '' },
  },
  {
    term: 'Triage',
    meaning: 'Where reports from forms wait until somebody decides what they are.',
    leadsTo: { screen: 'triage', report: null },
  },
  {
    term: 'Record',
    meaning: 'A whole incident as one file. Any Muster can open it.',
    leadsTo: { screen: 'incidents', query: '' },
  },
] as const;

/** Other words for what a key of a room does, by the key. */
export const roomSynonyms: Readonly<Record<string, readonly string[]>> = {
  t: [
    'resolve',
    'close',
    'reopen',
    'fixed',
    'all clear',
    'mitigated',
    'investigating',
    'identified',
    'stage',
  ],
  s: ['P1', 'P2', 'P3', 'P4', 'sev1', 'sev2', 'priority', 'upgrade', 'downgrade'],
  q: ['incident commander', 'lead the incident', 'in charge'],
  o: ['assign role', 'hand over', 'handover', 'commander', 'scribe', 'lead', 'who does what'],
  w: ['assign', 'give task', 'delegate', 'todo'],
  c: ['note', 'comment', 'message', 'chat', 'decision', 'observation', 'rollback', 'what was done'],
  u: [
    'send update',
    'next update',
    'tell customers',
    'customer update',
    'announce',
    'stakeholders',
    'executives',
    'draft',
  ],
  i: ['customers affected', 'who is affected', 'users', 'blast radius'],
  h: ['hypothesis', 'theory', 'root cause', 'test', 'experiment'],
  d: ['monitors', 'still down', 'health'],
  b: ['url', 'dashboard'],
  y: ['runbook', 'procedure'],
  l: ['runbook', 'steps'],
  v: ['grade', 'did it help', 'result', 'outcome', 'effect'],
  e: ['edit', 'typo', 'fix a mistake', 'wrong time', 'mistake'],
  x: ['delete an entry', 'remove', 'wrong entry', 'mistake'],
  f: ['filter', 'search'],
  'mod+u': ['screenshot', 'upload', 'picture', 'image', 'log file'],
  'alt+2': [
    'postmortem',
    'post-mortem',
    'retrospective',
    'pdf',
    'export',
    'report',
    'word',
    'download',
    'print',
  ],
  'shift+r': ['title', 'name'],
  'shift+b': ['meeting', 'bridge', 'zoom', 'video', 'huddle', 'conference'],
  'shift+l': ['graph', 'chart', 'latency'],
  'shift+u': ['situation', 'description'],
  'shift+v': ['who is here', 'participants'],
};
