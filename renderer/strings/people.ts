export const people = {
  card: (name: string) => `About ${name}`,
  holds: (roles: string) => `Here: ${roles}`,
  backs: (role: string) => `backs up ${role}`,
  noRole: 'No role here',
  looksAt: (panel: string) => `looks at ${panel}`,
  writing: 'is writing',
  notHere: 'not in this room now',
  you: 'you',
  onCall: (schedules: string) => `On call: ${schedules}`,
  mail: 'Mail',
  phone: 'Phone',
  there: (time: string, zone: string) => `${time} there, ${zone}`,
  hours: (days: string, from: string, to: string) => `Works ${days}, ${from} to ${to}`,
  confirmed: (ago: string) => `Contact confirmed ${ago}`,
  neverConfirmed: 'Contact never confirmed',
  noContact: 'No contact details. They are kept in the settings, under People.',
  days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as readonly string[],
};

export const tasks = {
  states: {
    open: 'nobody yet',
    asked: 'asked',
    accepted: 'accepted',
    running: 'running',
    overdue: 'overdue',
    done: 'done',
  },
  accept: 'Accept',
  acceptWords: (text: string) => `Accept: ${text}`,
  take: 'Take it',
  takeWords: (text: string) => `Take it: ${text}`,
  next: 'My next task',
};

export const roles = {
  backup: 'Backup:',
  noBackup: 'nobody',
  takeBackup: 'take it',
  backUpWords: (role: string) => `Take it: back up ${role}`,
  conflict: 'held twice',
  add: 'Add a role',
  name: 'What the new role is called',
  placeholder: 'liaison. Enter adds it and takes it, Esc leaves',
  exists: (role: string) => `There is a role ${role} already.`,
};
